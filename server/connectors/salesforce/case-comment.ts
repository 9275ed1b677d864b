import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { EffectSpec } from '../../../shared/action.ts'
import type { EffectDescription, EffectExecutor, Outcome } from '../connector.ts'
import { settleCall } from '../vendor-silent.ts'
import { outcomeOf } from './case-write.ts'
import { DATA, type SalesforceClient } from './client.ts'
import { quoted } from './soql.ts'

type CommentSpec = Extract<EffectSpec, { kind: 'case-comment' }>

/**
 * Adds an internal comment to a case, once: Salesforce takes no key with it, so it ends with a line made of ours, by
 * which it is found again.
 */
export function caseCommentExecutor(client: SalesforceClient): EffectExecutor<CommentSpec> {
  return {
    describe,
    perform: (spec, request) =>
      settleCall('Salesforce', async () => {
        const there = await findComment(client, spec, request.key)
        if (there) return there
        const body = { ...request.params, CommentBody: bodyOf(spec, request.key) }
        return outcomeOf(await client.send({ method: 'POST', path: request.path, body }))
      }),
    reconcile: (spec, request) => findComment(client, spec, request.key),
    reverse: () => null,
  }
}

function describe(spec: CommentSpec, key: string): EffectDescription {
  return {
    request: {
      method: 'POST',
      path: `${DATA}/sobjects/CaseComment`,
      params: { ParentId: spec.caseId, IsPublished: false, CommentBody: bodyOf(spec, key) },
      key,
    },
    title: { en: 'Add an internal comment', de: 'Internen Kommentar hinzufügen' },
    changes: [],
    reversibility: 'irreversible',
    reversibilityReason: {
      en: 'Meshline deletes nothing in Salesforce. Who may modify all data there can delete the comment; the customer does not see it.',
      de: 'Meshline löscht in Salesforce nichts. Wer dort alle Daten ändern darf, kann den Kommentar löschen; der Kunde sieht ihn nicht.',
    },
  }
}

/** 48 bits of the key's digest: enough to tell the comments of one case apart. */
function markOf(key: string): string {
  return `[Meshline ${createHash('sha256').update(key).digest('hex').slice(0, 12)}]`
}

function bodyOf({ body }: CommentSpec, key: string): string {
  return `${body}\n\n${markOf(key)}`
}

const Comment = z.object({ Id: z.string(), CommentBody: z.string().nullish() })

/** The comment that bears our mark, if the call has happened. Throws VendorUnavailable. */
async function findComment(
  client: SalesforceClient,
  { caseId }: CommentSpec,
  key: string,
): Promise<Outcome | null> {
  const rows = await client.rows(
    `SELECT Id, CommentBody FROM CaseComment WHERE ParentId = ${quoted(caseId)} ORDER BY CreatedDate DESC`,
  )
  // Looked for here, as long texts cannot be searched for in every version of the API.
  const ours = rows
    .flatMap(row => Comment.safeParse(row).data ?? [])
    .find(({ CommentBody }) => CommentBody?.trimEnd().endsWith(markOf(key)))
  return ours ? { kind: 'done', externalId: ours.Id } : null
}

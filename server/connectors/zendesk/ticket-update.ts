import type { EffectSpec } from '../../../shared/action.ts'
import { type Localized, unspoken } from '../../../shared/locale.ts'
import type { EffectDescription, EffectExecutor, Outcome } from '../connector.ts'
import { okBody } from './answer.ts'
import { findAuditByKey } from './audits.ts'
import type { ZendeskClient } from './client.ts'
import { TicketAnswer } from './shapes.ts'
import { outcomeOf, settle, updateRequest } from './ticket-write.ts'

type FieldsSpec = Extract<EffectSpec, { kind: 'ticket-fields' }>
type NoteSpec = Extract<EffectSpec, { kind: 'internal-note' }>

/** Sets status and tags of a ticket, only while they still are what the approver saw. */
export function ticketFieldsExecutor(client: ZendeskClient): EffectExecutor<FieldsSpec> {
  return {
    describe: describeFields,

    async perform(spec, request) {
      return settle(async () => {
        const seen = await readTicket(client, spec.ticketId)
        if (!sameFields(seen.fields, spec.before)) return changedMeanwhile(spec, seen.fields)
        const guarded = { ...request.params, safe_update: true, updated_stamp: seen.updatedAt }
        return outcomeOf(await client.call('PUT', request.path, { ticket: guarded }))
      })
    },

    reconcile: (spec, request) => findByKey(client, spec.ticketId, request.key),
    reverse: spec => ({ ...spec, before: spec.after, after: { ...spec.before, status: statusBack(spec) } }),
  }
}

/** Adds an internal note. Zendesk keeps notes for ever, so it can be answered but not removed. */
export function internalNoteExecutor(client: ZendeskClient): EffectExecutor<NoteSpec> {
  return {
    describe: describeNote,
    perform: (spec, request) =>
      settle(async () => {
        const ticket = { ...request.params, comment: { body: spec.body, public: false } }
        return outcomeOf(await client.call('PUT', request.path, { ticket }))
      }),
    reconcile: (spec, request) => findByKey(client, spec.ticketId, request.key),
    reverse: () => null,
  }
}

const STATUS_WORDS: Readonly<Record<string, Localized>> = {
  new: { en: 'new', de: 'neu' },
  open: { en: 'open', de: 'offen' },
  pending: { en: 'pending', de: 'wartend' },
  hold: { en: 'on hold', de: 'angehalten' },
  solved: { en: 'solved', de: 'gelöst' },
  closed: { en: 'closed', de: 'geschlossen' },
}

function statusWords(status: string): Localized {
  return STATUS_WORDS[status] ?? unspoken(status)
}

/** Zendesk makes no ticket new a second time, so what was new comes back as open. */
function statusBack({ before }: FieldsSpec): string {
  return before.status === 'new' ? 'open' : before.status
}

interface TicketFields {
  readonly status: string
  readonly tags: readonly string[]
}

function describeFields(spec: FieldsSpec, key: string): EffectDescription {
  return {
    request: updateRequest(spec.ticketId, key, { status: spec.after.status, tags: spec.after.tags }),
    title: { en: `Update ticket #${spec.ticketId}`, de: `Ticket #${spec.ticketId} ändern` },
    changes: [
      {
        field: unspoken('Status'),
        before: statusWords(spec.before.status),
        after: statusWords(spec.after.status),
      },
      {
        field: { en: 'Tags', de: 'Stichwörter' },
        before: unspoken(spec.before.tags.join(', ')),
        after: unspoken(spec.after.tags.join(', ')),
      },
    ].filter(({ before, after }) => before.en !== after.en),
    reversibility: 'reversible',
    reversibilityReason: {
      en: `Can be set back to ${statusWords(statusBack(spec)).en} with its tags, while nobody else changed them`,
      de: `Lässt sich mit den Stichwörtern auf ${statusWords(statusBack(spec)).de} zurücksetzen, solange sonst niemand etwas geändert hat`,
    },
  }
}

function describeNote(spec: NoteSpec, key: string): EffectDescription {
  return {
    request: updateRequest(spec.ticketId, key, { comment: { body: spec.body, public: false } }),
    title: { en: 'Add an internal note', de: 'Interne Notiz hinzufügen' },
    changes: [],
    reversibility: 'compensable',
    reversibilityReason: {
      en: 'Zendesk keeps notes; a second note can say that it no longer holds',
      de: 'Zendesk behält Notizen; eine zweite Notiz kann sagen, dass sie nicht mehr gilt',
    },
  }
}

async function readTicket(client: ZendeskClient, ticketId: string) {
  const { ticket } = TicketAnswer.parse(okBody(await client.call('GET', `/api/v2/tickets/${ticketId}.json`)))
  return { fields: { status: ticket.status, tags: ticket.tags.toSorted() }, updatedAt: ticket.updated_at }
}

function sameFields(a: TicketFields, b: TicketFields): boolean {
  return a.status === b.status && a.tags.toSorted().join() === b.tags.toSorted().join()
}

function changedMeanwhile(spec: FieldsSpec, seen: TicketFields): Outcome {
  if (sameFields(seen, spec.after)) return { kind: 'done', externalId: null }
  const now = `${seen.status} [${seen.tags.join(', ')}]`
  return {
    kind: 'refused',
    why: {
      en: `Ticket #${spec.ticketId} was changed meanwhile; it is ${now}. Nothing was overwritten.`,
      de: `Ticket #${spec.ticketId} wurde inzwischen geändert; es ist ${now}. Nichts wurde überschrieben.`,
    },
  }
}

async function findByKey(client: ZendeskClient, ticketId: string, key: string): Promise<Outcome | null> {
  const ours = await findAuditByKey(client, ticketId, key)
  return ours && { kind: 'done', externalId: ours.id }
}

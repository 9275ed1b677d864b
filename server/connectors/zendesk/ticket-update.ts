import type { z } from 'zod'
import type { EffectRequest, EffectSpec } from '../../../shared/action.ts'
import { type Localized, unspoken } from '../../../shared/locale.ts'
import { type EffectDescription, type EffectExecutor, type Outcome, VendorUnavailable } from '../connector.ts'
import { okBody } from './answer.ts'
import { type ZendeskAnswer, type ZendeskClient, ZendeskSilent } from './client.ts'
import { AuditsAnswer, ErrorAnswer, TicketAnswer } from './shapes.ts'

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
    request: requestFor(spec.ticketId, key, { status: spec.after.status, tags: spec.after.tags }),
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
    request: requestFor(spec.ticketId, key, { comment: { body: spec.body, public: false } }),
    title: { en: 'Add an internal note', de: 'Interne Notiz hinzufügen' },
    changes: [],
    reversibility: 'compensable',
    reversibilityReason: {
      en: 'Zendesk keeps notes; a second note can say that it no longer holds',
      de: 'Zendesk behält Notizen; eine zweite Notiz kann sagen, dass sie nicht mehr gilt',
    },
  }
}

function requestFor(ticketId: string, key: string, change: Record<string, unknown>): EffectRequest {
  return {
    method: 'PUT',
    path: `/api/v2/tickets/${ticketId}.json`,
    params: { ...change, metadata: { meshline: { key } } },
    key,
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

function outcomeOf({ status, body, retryAfterMs }: ZendeskAnswer): Outcome {
  if (status === 200) return { kind: 'done', externalId: auditIdOf(body) }
  const description = ErrorAnswer.safeParse(body).data?.description ?? 'no reason given'
  const why = unspoken(`Zendesk ${status}: ${description}`)
  if (status >= 500) return { kind: 'unknown', why }
  // 409: somebody saved the ticket between our read and our write; nothing was changed, so look again.
  if (status === 409 || status === 429 || status === 401 || status === 403) {
    return { kind: 'unavailable', why, retryAfterMs }
  }
  return { kind: 'refused', why }
}

function auditIdOf(body: unknown): string | null {
  const audit = typeof body === 'object' && body !== null && 'audit' in body ? body.audit : null
  const id = typeof audit === 'object' && audit !== null && 'id' in audit ? audit.id : null
  return typeof id === 'number' || typeof id === 'string' ? String(id) : null
}

/** Turns outages into outcomes: a call that never left is not the same as one nobody answered. */
async function settle(act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof VendorUnavailable)) throw error
    const silent = error instanceof ZendeskSilent && error.sent
    const why: Localized = silent
      ? { en: 'Zendesk did not answer; we are checking', de: 'Zendesk hat nicht geantwortet; wir prüfen es' }
      : { en: `${error.words.en}; nothing was changed`, de: `${error.words.de}; nichts wurde geändert` }
    return silent ? { kind: 'unknown', why } : { kind: 'unavailable', why, retryAfterMs: error.retryAfterMs }
  }
}

/** Our key is in the metadata of the ticket's audit, if the call has happened. */
async function findByKey(client: ZendeskClient, ticketId: string, key: string): Promise<Outcome | null> {
  let path: string | null = `/api/v2/tickets/${ticketId}/audits.json?sort_order=desc`
  while (path) {
    const page: z.infer<typeof AuditsAnswer> = AuditsAnswer.parse(okBody(await client.call('GET', path)))
    const ours = page.audits.find(({ metadata }) => metadata?.custom?.meshline?.key === key)
    if (ours) return { kind: 'done', externalId: ours.id }
    path = page.next_page ? pathOf(page.next_page) : null
  }
  return null
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

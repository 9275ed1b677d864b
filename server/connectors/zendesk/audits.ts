import { z } from 'zod'
import { okBody, readAs, readRows } from './answer.ts'
import type { ZendeskAnswer, ZendeskClient } from './client.ts'
import { cursorAfter, pagesOf } from './pages.ts'
import { Id, Time, ZendeskGroup, ZendeskPerson } from './shapes.ts'

/** A thousand changes are more than anybody makes by hand. */
const MOST_PAGES = 10

/** How something came about; a rule of Zendesk's own is named in `source.from`. */
const Via = z
  .object({
    channel: z.union([z.string(), z.number()]).nullish().catch(null),
    source: z
      .object({
        from: z
          .object({ id: Id.nullish().catch(null), title: z.string().nullish().catch(null) })
          .nullish()
          .catch(null),
      })
      .nullish()
      .catch(null),
    /** Only on changes of an SLA target. */
    current_sla_policy: z.string().nullish().catch(null),
  })
  .nullish()
  .catch(null)

/** One of the things an update did; kinds that nothing here reads are many, and new ones come. */
export const AuditEvent = z.object({
  type: z.string().catch(''),
  field_name: z.string().nullish().catch(null),
  value: z.unknown().optional(),
  previous_value: z.unknown().optional(),
  public: z.boolean().nullish().catch(null),
  author_id: Id.nullish().catch(null),
  via: Via,
})
export type AuditEvent = z.infer<typeof AuditEvent>

/** Ours is what we sent with the update. */
const Metadata = z
  .object({
    custom: z
      .object({ meshline: z.object({ key: z.string().nullish() }).nullish().catch(null) })
      .nullish()
      .catch(null),
  })
  .nullish()
  .catch(null)

/** One update of a ticket. */
export const ZendeskAudit = z.object({
  id: Id,
  created_at: Time,
  author_id: Id.nullish().catch(null),
  via: Via,
  metadata: Metadata,
  events: z.array(z.unknown()),
})

export interface ZendeskAudit extends Omit<z.infer<typeof ZendeskAudit>, 'events'> {
  readonly events: readonly AuditEvent[]
}

const Page = z.object({
  audits: z.array(z.unknown()),
  users: z.array(z.unknown()).nullish().catch(null),
  groups: z.array(z.unknown()).nullish().catch(null),
  next_page: z.string().nullish().catch(null),
})

/** What was read of a ticket's audits, and who and what they name. */
export interface Audits {
  readonly audits: readonly ZendeskAudit[]
  readonly people: readonly ZendeskPerson[]
  readonly groups: readonly ZendeskGroup[]
  /** False where there is more than was read, or than could be understood. */
  readonly complete: boolean
}

export const NO_AUDITS: Audits = { audits: [], people: [], groups: [], complete: false }

/**
 * A ticket's audits, one call for each hundred. Who may not read them gets none; nonsense is left out. Throws
 * VendorUnavailable.
 */
export async function readAudits(client: ZendeskClient, ticketId: string): Promise<Audits> {
  let found: Audits = { ...NO_AUDITS, complete: true }
  let pages = 0
  for await (const answer of pagesOf(
    client,
    `/api/v2/tickets/${ticketId}/audits.json?include=users,groups`,
  )) {
    pages += 1
    const page = answer.status === 403 || answer.status === 404 ? NO_AUDITS : auditsIn(answer)
    found = joined(found, page)
    const isCut = pages === MOST_PAGES && cursorAfter(answer) !== null
    if (isCut) return { ...found, complete: false }
  }
  return found
}

/** The latest audits, for who was last; without an answer there are none. Throws VendorUnavailable. */
export async function readLatestAudits(client: ZendeskClient, ticketId: string): Promise<Audits> {
  return auditsIn(
    await client.call('GET', `/api/v2/tickets/${ticketId}/audits.json?sort_order=desc&include=users,groups`),
  )
}

/** Strict where `Page` is not: an audit that cannot be read might be the one that is looked for. */
const KeyedPage = z.object({
  audits: z.array(z.looseObject({ metadata: Metadata })),
  next_page: z.string().nullish(),
})

/** The audit that carries our key, if the call has happened. Throws VendorUnavailable and UnreadableAnswer. */
export async function findAuditByKey(
  client: ZendeskClient,
  ticketId: string,
  key: string,
): Promise<ZendeskAudit | null> {
  const what = `the audits of ticket ${ticketId}`
  let path: string | null = `/api/v2/tickets/${ticketId}/audits.json?sort_order=desc`
  while (path) {
    const answer = await client.call('GET', path)
    const page: z.infer<typeof KeyedPage> = readAs(KeyedPage, what, answer)
    const ours = page.audits.find(({ metadata }) => metadata?.custom?.meshline?.key === key)
    if (ours) return auditOf(readAs(ZendeskAudit, what, { ...answer, body: ours })).audit
    path = page.next_page ? pathOf(page.next_page) : null
  }
  return null
}

/** The audit in the answer to an update; null where there is none that could be read. */
export function auditOfUpdate({ body }: ZendeskAnswer): ZendeskAudit | null {
  const parsed = z.object({ audit: ZendeskAudit }).safeParse(body)
  return parsed.success ? auditOf(parsed.data.audit).audit : null
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

function auditsIn(answer: ZendeskAnswer): Audits {
  const page = Page.safeParse(okBody(answer))
  if (!page.success) return NO_AUDITS
  const rows = readRows(ZendeskAudit, 'audit', page.data.audits)
  const read = rows.read.map(auditOf)
  return {
    audits: read.map(({ audit }) => audit),
    people: readRows(ZendeskPerson, 'user', page.data.users ?? []).read,
    groups: readRows(ZendeskGroup, 'group', page.data.groups ?? []).read,
    complete: rows.unreadable.length === 0 && read.every(({ isWhole }) => isWhole),
  }
}

function auditOf(row: z.infer<typeof ZendeskAudit>): { audit: ZendeskAudit; isWhole: boolean } {
  const { read, unreadable } = readRows(AuditEvent, 'event', row.events)
  return { audit: { ...row, events: read }, isWhole: unreadable.length === 0 }
}

function joined(a: Audits, b: Audits): Audits {
  return {
    audits: [...a.audits, ...b.audits],
    people: [...a.people, ...b.people],
    groups: [...a.groups, ...b.groups],
    complete: a.complete && b.complete,
  }
}

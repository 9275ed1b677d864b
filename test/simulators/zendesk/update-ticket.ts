import { htmlOf, plainOf, type SimAudit, type SimComment } from './audit.ts'
import { changeFields, type FieldChange } from './change-fields.ts'
import { conflict, recordInvalid } from './error.ts'
import { refuseStranger, withoutStranger } from './own-group.ts'
import { runTriggers } from './run-triggers.ts'
import { type Actor, laterThan, type TicketEvent, type ZendeskWorld } from './state.ts'
import type { SimTicket, Via } from './ticket.ts'
import type { ReadChange } from './ticket-change.ts'

/** Applies one change, whole or not at all. Throws Zendesk's 409 and 422; tells the world once, after it. */
export function updateTicket(
  world: ZendeskWorld,
  ticket: SimTicket,
  change: ReadChange,
  actor: Actor,
): SimAudit {
  refuseClosed(ticket)
  refuseStale(ticket, change)
  refuseStranger(world, ticket, change)
  ticket.updated_at = laterThan(ticket.updated_at, world.clock.now())
  ticket.generated_timestamp = Math.floor(Date.parse(ticket.updated_at) / 1000)
  const audit = openAudit(world, ticket, actor, change.metadata)
  const written = comment(world, ticket, audit, change, actor)
  const changes = changeFields(ticket, withoutStranger(world, ticket, change))
  const events = [...written, ...recordChanges(world, audit, changes)]
  const isPublic = written.length > 0 ? (change.comment?.public ?? null) : null
  const byRules = runTriggers(world, audit, { kind: 'Change', ticket, actor, changes, isPublic })
  world.tell(ticket, [...events, ...byRules.map(({ event }) => event)], actor)
  return audit
}

function refuseClosed(ticket: SimTicket): void {
  if (ticket.status === 'closed') throw recordInvalid('status', 'Status: closed prevents ticket update')
}

/** Without both `safe_update` and `updated_stamp` the last write wins. */
export function refuseStale(
  ticket: SimTicket,
  change: Pick<ReadChange, 'safe_update' | 'updated_stamp'>,
): void {
  if (!change.safe_update) return
  if (Date.parse(change.updated_stamp ?? '') !== Date.parse(ticket.updated_at)) throw conflict()
}

export function openAudit(
  world: ZendeskWorld,
  ticket: SimTicket,
  actor: Actor,
  custom: object = {},
): SimAudit {
  const audit: SimAudit = {
    id: world.state.serial.number(),
    ticket_id: ticket.id,
    created_at: ticket.updated_at,
    author_id: actor.id,
    metadata: {
      system: {
        client: 'simulator',
        ip_address: '192.0.2.10',
        location: '',
        latitude: null,
        longitude: null,
      },
      custom,
    },
    events: [],
    via: viaOf(world, actor),
  }
  listAt(world.state.audits, ticket.id).push(audit)
  return audit
}

function viaOf({ state }: ZendeskWorld, { id, channel }: Actor): Via {
  const user = channel === 'email' ? state.users.get(id) : undefined
  const from = user ? { address: user.email, name: user.name } : {}
  return { channel, source: { from, to: {}, rel: null } }
}

function comment(
  world: ZendeskWorld,
  ticket: SimTicket,
  audit: SimAudit,
  change: ReadChange,
  actor: Actor,
): TicketEvent[] {
  const written = change.comment
  if (!written || (!written.body && !written.html_body)) return []
  const text = written.html_body ? { html: written.html_body } : { plain: written.body ?? '' }
  const author = written.author_id ?? actor.id
  return [addComment(world, ticket, audit, { ...text, isPublic: written.public, author })]
}

export type CommentText = ({ readonly plain: string } | { readonly html: string }) & {
  readonly isPublic: boolean
  readonly author: number
}

export function addComment(
  world: ZendeskWorld,
  ticket: SimTicket,
  audit: SimAudit,
  text: CommentText,
): TicketEvent {
  const { state } = world
  const body = 'html' in text ? plainOf(text.html) : text.plain
  const event = {
    id: state.serial.number(),
    type: 'Comment' as const,
    author_id: text.author,
    body,
    html_body: 'html' in text ? `<div class="zd-comment" dir="auto">${text.html}</div>` : htmlOf(text.plain),
    plain_body: body,
    public: text.isPublic,
    attachments: [] as const,
    audit_id: audit.id,
  }
  audit.events.push(event)
  const full: SimComment = {
    ...event,
    via: audit.via,
    created_at: audit.created_at,
    metadata: audit.metadata,
  }
  listAt(state.comments, ticket.id).push(full)
  const author = {
    id: String(text.author),
    is_staff: state.isStaff(text.author),
    name: state.users.get(text.author)?.name ?? '',
  }
  return {
    name: 'comment_added',
    detail: { comment: { id: String(event.id), body, is_public: text.isPublic, author } },
  }
}

function recordChanges(world: ZendeskWorld, audit: SimAudit, changes: readonly FieldChange[]): TicketEvent[] {
  for (const { field, value, previous } of changes) {
    const id = world.state.serial.number()
    audit.events.push({ id, type: 'Change', field_name: field, value, previous_value: previous })
  }
  return changes.map(({ event }) => event)
}

function listAt<T>(lists: Map<number, T[]>, id: number): T[] {
  const known = lists.get(id)
  if (known) return known
  const list: T[] = []
  lists.set(id, list)
  return list
}

import type { AuditValue } from './audit.ts'
import type { TicketEvent } from './state.ts'
import { customStatusOf, type SimTicket } from './ticket.ts'
import type { ReadChange } from './ticket-change.ts'

/** One field's change, in the words of audits and of events. */
export interface FieldChange {
  readonly field: string
  readonly event: TicketEvent
  readonly value: AuditValue
  readonly previous: AuditValue
}

/** Changes the ticket's fields and says what changed; equal values change nothing. */
export function changeFields(ticket: SimTicket, change: ReadChange): FieldChange[] {
  return [...scalarChanges(ticket, change), ...tagChanges(ticket, change), ...customChanges(ticket, change)]
}

/** Field, name of its event, and whether the event shows the value in capitals. */
const SCALARS = [
  ['subject', 'subject_changed', false],
  ['status', 'status_changed', true],
  ['priority', 'priority_changed', true],
  ['type', 'type_changed', true],
  ['assignee_id', 'agent_assignment_changed', false],
  ['group_id', 'group_assignment_changed', false],
  ['external_id', 'external_id_changed', false],
] as const

function scalarChanges(ticket: SimTicket, asked: ReadChange): FieldChange[] {
  const change = { ...asked }
  // Zendesk opens a new ticket as soon as somebody has it.
  if (ticket.status === 'new' && change.assignee_id && !change.status) change.status = 'open'
  const changed = SCALARS.flatMap(([field, name, capitals]) => {
    const value = change[field]
    const before = ticket[field]
    if (value === undefined || value === before) return []
    Object.assign(ticket, { [field]: value })
    const [current, previous] = [textOf(value), textOf(before)]
    const shown = (text: string | null) => (capitals ? (text?.toUpperCase() ?? null) : text)
    const event = { name, detail: { current: shown(current), previous: shown(previous) } }
    return [{ field, event, value: current, previous }]
  })
  ticket.raw_subject = ticket.subject
  ticket.custom_status_id = customStatusOf(ticket.status)
  return changed
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function tagChanges(ticket: SimTicket, change: ReadChange): FieldChange[] {
  const base = change.tags ?? ticket.tags
  const wanted = [...new Set([...base, ...(change.additional_tags ?? [])].map(tagOf))]
  return setTags(
    ticket,
    wanted.filter(tag => !change.remove_tags?.includes(tag)),
  )
}

/** Zendesk's tags are lower case and have no spaces. */
const tagOf = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, '_')

function setTags(ticket: SimTicket, tags: string[]): FieldChange[] {
  const previous = ticket.tags
  const added = tags.filter(tag => !previous.includes(tag))
  const removed = previous.filter(tag => !tags.includes(tag))
  if (added.length === 0 && removed.length === 0) return []
  ticket.tags = tags
  const event = { name: 'tags_changed', detail: { tags_added: added, tags_removed: removed } }
  return [{ field: 'tags', event, value: tags, previous }]
}

function customChanges(ticket: SimTicket, change: ReadChange): FieldChange[] {
  return (change.custom_fields ?? []).flatMap(({ id, value }) => {
    const before = ticket.custom_fields.find(field => field.id === id)
    if (before && before.value === value) return []
    ticket.custom_fields = [...ticket.custom_fields.filter(field => field.id !== id), { id, value }]
    ticket.fields = ticket.custom_fields
    const [current, previous] = [textOf(value), textOf(before?.value)]
    const event = { name: 'custom_field_changed', detail: { field: { id: String(id) }, current, previous } }
    return [{ field: String(id), event, value: current, previous }]
  })
}

import { z } from 'zod'
import type { SimAudit } from './audit.ts'
import { changeFields, type FieldChange } from './change-fields.ts'
import { withoutStranger } from './own-group.ts'
import type { ZendeskWorld } from './state.ts'
import { PRIORITIES, STATUSES, TYPES, type Via } from './ticket.ts'
import { readChange, type TicketChange } from './ticket-change.ts'
import type { SimTrigger, TriggerAction } from './trigger.ts'
import { applies, type Update } from './trigger-conditions.ts'

/**
 * Runs the account's triggers over an update, within its audit: from first to last, and from the start again after
 * one that changed something, each at most once. Returns what they changed.
 */
export function runTriggers(world: ZendeskWorld, audit: SimAudit, update: Update): FieldChange[] {
  const { state } = world
  const fired = new Set<number>()
  const changes: FieldChange[] = []
  for (;;) {
    const seen = { ...update, changes: [...update.changes, ...changes] }
    const next = inOrder(state.triggers.values()).find(
      trigger => trigger.active && !fired.has(trigger.id) && applies(trigger, seen, state),
    )
    if (!next) return changes
    fired.add(next.id)
    changes.push(...fire(world, next, { audit, update }))
  }
}

function inOrder(triggers: Iterable<SimTrigger>): SimTrigger[] {
  return [...triggers].toSorted((a, b) => a.position - b.position)
}

function fire(
  world: ZendeskWorld,
  trigger: SimTrigger,
  { audit, update }: { audit: SimAudit; update: Update },
): FieldChange[] {
  const { state } = world
  const via: Via = {
    channel: 'rule',
    source: { from: { id: trigger.id, title: trigger.title, deleted: false }, to: {}, rel: 'trigger' },
  }
  const changes = trigger.actions.flatMap(action => {
    const change = readChange(changeOf(action, update))
    return changeFields(update.ticket, withoutStranger(world, update.ticket, change))
  })
  for (const { field, value, previous } of changes) {
    const id = state.serial.number()
    audit.events.push({ id, type: 'Change', field_name: field, value, previous_value: previous, via })
  }
  if (trigger.actions.some(({ field }) => field.startsWith('notification_'))) {
    const recipients = [update.ticket.requester_id]
    audit.events.push({ id: state.serial.number(), type: 'Notification', recipients, via })
  }
  return changes
}

const Id = z.union([z.literal('').transform(() => null), z.coerce.number<string>().int()])

function changeOf({ field, value }: TriggerAction, { actor }: Update): TicketChange {
  switch (field) {
    case 'status':
      return { status: z.enum(STATUSES).parse(value) }
    case 'priority':
      return { priority: z.enum(PRIORITIES).parse(value) }
    case 'type':
      return { type: z.enum(TYPES).parse(value) }
    case 'group_id':
      return { group_id: Id.parse(value) }
    case 'assignee_id':
      return { assignee_id: value === 'current_user' ? actor.id : Id.parse(value) }
    case 'set_tags':
      return { tags: tagsIn(value) }
    case 'current_tags':
      return { additional_tags: tagsIn(value) }
    case 'remove_tags':
      return { remove_tags: tagsIn(value) }
    default:
      return {}
  }
}

const tagsIn = (value: TriggerAction['value']): string[] =>
  typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : [...value]

import type { TicketChange, TicketEvent, TicketTimeline } from '../../../shared/ticket-timeline.ts'
import { actorOf, changerOf } from './case-actors.ts'
import { ownerChangesIn, placeOf, textIn } from './case-owners.ts'
import { type CaseRow, HistoryRow, readChildren } from './case-shapes.ts'
import { talkIn } from './case-talk.ts'
import { priorityOf, type StatusWords, statusOf } from './case-words.ts'

/** What telling a case's course takes beside the case. */
export interface Teller {
  readonly statuses: StatusWords
  /** The user that Meshline acts as. */
  readonly ownUserId: string | null
}

const SALESFORCE = { id: 'salesforce', name: 'Salesforce', kind: 'system' } as const

/** A case's history, comments and e-mails as what happened to it. */
export function timelineOf(row: CaseRow, teller: Teller): TicketTimeline {
  const history = readChildren(HistoryRow, row.Histories)
  const rows = history.rows.toSorted((a, b) => a.CreatedDate - b.CreatedDate || (a.Id < b.Id ? -1 : 1))
  const talk = talkIn(row, teller.ownUserId)
  const course = statusCourse(row, rows, teller)
  const events = [
    ...beginning(row, { rows, first: course.first, teller }),
    ...talk.events,
    ...rows.flatMap(each => changeIn(each, teller)),
    ...ownerChangesIn(rows).map(({ row: made, to }) => ({
      at: made.CreatedDate,
      actor: changerOf(made, teller.ownUserId),
      change: { kind: 'assigned' as const, ...to },
    })),
    ...course.unseen,
  ]
  return {
    ticketId: row.Id,
    events: events.toSorted((a, b) => a.at - b.at),
    complete: row.Histories !== undefined && history.whole && talk.whole && course.whole,
  }
}

function changeIn(row: HistoryRow, { statuses, ownUserId }: Teller): TicketEvent[] {
  const [from, to] = [textIn(row.OldValue), textIn(row.NewValue)]
  const told = (change: TicketChange) => [{ at: row.CreatedDate, actor: changerOf(row, ownUserId), change }]
  if (row.Field === 'Priority') {
    return told({ kind: 'priority', from: priorityWord(from), to: priorityWord(to) })
  }
  if (row.Field !== 'Status') return []
  return told({ kind: 'status', from: from && statusOf(from, statuses), to: to && statusOf(to, statuses) })
}

function priorityWord(word: string | null): string | null {
  return priorityOf(word) ?? word
}

interface Begun {
  readonly rows: readonly HistoryRow[]
  readonly first: string
  readonly teller: Teller
}

/** What the case was when it was made: what its first changes say it was before them. */
function beginning(row: CaseRow, { rows, first, teller }: Begun): TicketEvent[] {
  const at = row.CreatedDate
  const { CreatedById, CreatedBy } = row
  const actor = CreatedById ? actorOf({ CreatedById, CreatedBy }, teller.ownUserId) : SALESFORCE
  const prioritised = rows.find(({ Field }) => Field === 'Priority')
  const priority = prioritised ? textIn(prioritised.OldValue) : (row.Priority ?? null)
  const created = {
    kind: 'created' as const,
    status: statusOf(first, teller.statuses),
    priority: priorityWord(priority),
  }
  const [moved] = ownerChangesIn(rows)
  const place = moved ? moved.from : row.OwnerId ? placeOf(row.OwnerId, row.Owner?.Name) : null
  return [
    { at, actor, change: created },
    ...(place ? [{ at, actor, change: { kind: 'assigned' as const, ...place } }] : []),
  ]
}

interface Course {
  /** The status it was made with. */
  readonly first: string
  /** What must have happened and no row tells of. */
  readonly unseen: readonly TicketEvent[]
  readonly whole: boolean
}

/**
 * The history has only what an admin lets it track, and two years of that. Where its statuses do not lead to the one
 * the case has now, that one is told of all the same: when it was closed the case itself knows.
 */
function statusCourse(row: CaseRow, rows: readonly HistoryRow[], { statuses }: Teller): Course {
  const now = row.Status ?? statuses.first
  const changes = rows.filter(({ Field }) => Field === 'Status')
  const joined = changes.every(({ OldValue }, at) => at === 0 || changes[at - 1]?.NewValue === OldValue)
  const last = changes.at(-1)
  if (last && textIn(last.NewValue) === now) {
    return { first: textIn(changes[0]?.OldValue) ?? statuses.first, unseen: [], whole: joined }
  }
  const closedAt = row.IsClosed ? (row.ClosedDate ?? row.LastModifiedDate ?? null) : null
  const wasClosedLater = closedAt !== null && closedAt > row.CreatedDate
  if (!last && !wasClosedLater) return { first: now, unseen: [], whole: true }
  const before = textIn(last?.NewValue) ?? statuses.first
  const change = {
    kind: 'status' as const,
    from: statusOf(before, statuses),
    to: statusOf(now, statuses),
  }
  const at = closedAt ?? row.LastModifiedDate ?? row.SystemModstamp
  return {
    first: textIn(changes[0]?.OldValue) ?? statuses.first,
    unseen: [{ at, actor: SALESFORCE, change }],
    whole: false,
  }
}

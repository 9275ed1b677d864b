import type { SimClock } from '../clock.ts'
import { Serial } from '../serial.ts'
import type { SimAudit, SimComment } from './audit.ts'
import { notFound } from './error.ts'
import type { SimGroup, SimOrganization, SimUser } from './people.ts'
import { isoSeconds, type SimTicket } from './ticket.ts'
import type { SimTrigger } from './trigger.ts'

/** One row of the `slas` sideload; `breach_at` is null while paused or once achieved. */
export interface SlaMetric {
  readonly metric: string
  readonly stage: 'active' | 'paused' | 'achieved'
  readonly breach_at: string | null
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
}

export interface SimMerge {
  readonly id: string
  readonly loser_id: number
  readonly winner_id: number
  readonly status: 'complete'
}

/** One Zendesk account, by id. */
export class ZendeskState {
  readonly users = new Map<number, SimUser>()
  readonly organizations = new Map<number, SimOrganization>()
  readonly groups = new Map<number, SimGroup>()
  readonly tickets = new Map<number, SimTicket>()
  readonly comments = new Map<number, SimComment[]>()
  readonly audits = new Map<number, SimAudit[]>()
  readonly slas = new Map<number, SlaMetric[]>()
  readonly triggers = new Map<number, SimTrigger>()
  /** Listed, and never run: nothing here needs the hour to strike. */
  readonly automations = new Map<number, SimTrigger>()
  /** Organizations that were deleted or merged away: only exports still tell of them. */
  readonly deletedOrganizations = new Map<number, SimOrganization>()
  /** By the organization that is no more. */
  readonly merges = new Map<number, SimMerge>()
  /** Tickets that were deleted: the API knows them no more. */
  readonly deleted = new Set<number>()
  serial = new Serial(2_127_301_143)

  clear(): void {
    for (const each of Object.values(this)) if (each instanceof Map || each instanceof Set) each.clear()
    this.serial = new Serial(2_127_301_143)
  }

  /** Throws Zendesk's 404. */
  ticket(id: number): SimTicket {
    const ticket = this.tickets.get(id)
    if (!ticket || this.deleted.has(id)) throw notFound()
    return ticket
  }

  /** All tickets as exports show them: a deleted one by its status. */
  exportedTickets(): SimTicket[] {
    return [...this.tickets.values()].map(ticket =>
      this.deleted.has(ticket.id) ? Object.assign({}, ticket, { status: 'deleted' }) : ticket,
    )
  }

  liveTickets(): SimTicket[] {
    return [...this.tickets.values()].filter(({ id }) => !this.deleted.has(id))
  }

  isStaff(userId: number): boolean {
    return this.users.get(userId)?.role !== 'end-user'
  }

  toJSON(): object {
    const { users, organizations, groups, tickets, triggers, comments, audits, slas, deleted } = this
    const lists = { users, organizations, groups, tickets, triggers }
    return {
      ...Object.fromEntries(Object.entries(lists).map(([name, map]) => [name, [...map.values()]])),
      comments: Object.fromEntries(comments),
      audits: Object.fromEntries(audits),
      slas: Object.fromEntries(slas),
      deleted: [...deleted],
    }
  }
}

/** Who writes, and by which way. */
export interface Actor {
  readonly id: number
  readonly channel: 'api' | 'web' | 'email'
}

/** A change in the words of event subscriptions. */
export interface TicketEvent {
  /** Without the prefix, as `status_changed`. */
  readonly name: string
  readonly detail: object
}

/** What a verb needs: the records, the time, and a way to tell the world. */
export interface ZendeskWorld {
  readonly state: ZendeskState
  readonly clock: SimClock
  /** Called once for each write, after it. */
  readonly tell: (ticket: SimTicket, events: readonly TicketEvent[], actor: Actor) => void
}

/** At least a second later than before, as a second is all that Zendesk's times resolve. */
export function laterThan(before: string, now: number): string {
  return isoSeconds(Math.max(now, Date.parse(before) + 1000))
}

import type { ZendeskWorld } from '../state.ts'
import type { SimTicket } from '../ticket.ts'

/** What the ticket workspace shows. */
export interface TicketView {
  readonly id: number
  readonly subject: string
  readonly status: string
  readonly priority: string | null
  readonly type: string | null
  readonly tags: readonly string[]
  readonly channel: string
  readonly updatedAt: string
  readonly createdAt: string
  readonly requester: Person
  readonly organization: string | null
  readonly group: string | null
  readonly assignee: string | null
  /** Until the next target is missed, negative once it is. */
  readonly slaMinutes: number | null
  readonly comments: readonly CommentView[]
  readonly others: readonly { readonly id: number; readonly subject: string; readonly status: string }[]
}

export interface Person {
  readonly name: string
  readonly email: string
  readonly role: string
}

export interface CommentView {
  readonly id: number
  readonly author: string
  readonly role: 'end-user' | 'agent' | 'internal'
  readonly text: string
  readonly at: string
}

/** What a view's table shows of a ticket. */
export interface RowView {
  readonly id: number
  readonly subject: string
  readonly status: string
  readonly requester: string
  readonly updatedAt: string
  readonly priority: string | null
  readonly group: string | null
  readonly assignee: string | null
  /** Until the next target is missed, negative once it is. */
  readonly slaMinutes: number | null
}

export const VIEWS: readonly { id: string; name: string; has: (ticket: SimTicket) => boolean }[] = [
  {
    id: '360000999001',
    name: 'All unsolved tickets',
    has: ({ status }) => status !== 'solved' && status !== 'closed',
  },
  { id: '360000999002', name: 'Billing', has: ({ group_id }) => group_id === 360_000_701 },
  { id: '360000999003', name: 'Unassigned', has: ({ assignee_id }) => assignee_id === null },
  {
    id: '360000999004',
    name: 'Recently solved',
    has: ({ status }) => status === 'solved' || status === 'closed',
  },
]

export function viewTicket(world: ZendeskWorld, ticket: SimTicket): TicketView {
  const { state } = world
  const requester = state.users.get(ticket.requester_id)
  const comments = (state.comments.get(ticket.id) ?? []).map(comment => ({
    id: comment.id,
    author: state.users.get(comment.author_id)?.name ?? 'Unknown',
    role: comment.public
      ? state.isStaff(comment.author_id)
        ? ('agent' as const)
        : ('end-user' as const)
      : ('internal' as const),
    text: comment.plain_body,
    at: comment.created_at,
  }))
  const others = state
    .liveTickets()
    .filter(({ id, requester_id }) => id !== ticket.id && requester_id === ticket.requester_id)
  return {
    ...rowOf(world, ticket),
    type: ticket.type,
    tags: ticket.tags,
    channel: ticket.via.channel,
    createdAt: ticket.created_at,
    requester: {
      name: requester?.name ?? '',
      email: requester?.email ?? '',
      role: requester?.role ?? 'end-user',
    },
    organization: state.organizations.get(ticket.organization_id ?? 0)?.name ?? null,
    comments,
    others: others.map(({ id, subject, status }) => ({ id, subject, status })),
  }
}

/** Newest change first. An unknown view is empty. */
export function listRows(world: ZendeskWorld, viewId: string): RowView[] {
  const view = VIEWS.find(({ id }) => id === viewId)
  return world.state
    .liveTickets()
    .filter(ticket => view?.has(ticket))
    .toSorted((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at))
    .map(ticket => ({
      ...rowOf(world, ticket),
      requester: world.state.users.get(ticket.requester_id)?.name ?? '',
    }))
}

function rowOf({ state, clock }: ZendeskWorld, ticket: SimTicket) {
  const sla = (state.slas.get(ticket.id) ?? []).find(
    ({ stage, breach_at }) => stage === 'active' && breach_at,
  )
  return {
    id: ticket.id,
    subject: ticket.subject,
    status: ticket.status,
    updatedAt: ticket.updated_at,
    priority: ticket.priority,
    group: state.groups.get(ticket.group_id ?? 0)?.name ?? null,
    assignee: state.users.get(ticket.assignee_id ?? 0)?.name ?? null,
    slaMinutes: sla?.breach_at ? Math.round((Date.parse(sla.breach_at) - clock.now()) / 60_000) : null,
  }
}

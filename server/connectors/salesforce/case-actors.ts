import type { TicketActor } from '../../../shared/ticket-timeline.ts'
import type { CommentRow, EmailRow, HistoryRow } from './case-shapes.ts'

type Maker = Pick<CommentRow, 'CreatedById' | 'CreatedBy'>

/** Users of portals and sites. */
const CUSTOMERS = /^(?:Power)?(?:Customer|Partner)|^Csp|^SelfService|^Guest/i

/**
 * Who did something. Meshline acts as a user of its own, which is no agent; nor is the user that automation runs as, or
 * one that may not be seen: a promise shown as kept must not be one that nobody kept.
 */
export function actorOf({ CreatedById: id, CreatedBy: user }: Maker, ownUserId: string | null): TicketActor {
  return { id, name: user?.Name ?? `User ${id}`, kind: id === ownUserId ? 'system' : kindOf(user) }
}

function kindOf(user: Maker['CreatedBy']): TicketActor['kind'] {
  const type = user?.UserType ?? ''
  if (type === 'Standard') return 'agent'
  return CUSTOMERS.test(type) ? 'customer' : 'system'
}

const ESCALATION: TicketActor = {
  id: 'escalation-rule',
  name: 'An escalation rule of Salesforce',
  kind: 'system',
}

/** An escalation rule acts in the name of whoever set it off, and leaves its own word in the history. */
export function changerOf(row: HistoryRow, ownUserId: string | null): TicketActor {
  return row.Field === 'ownerEscalated' ? ESCALATION : actorOf(row, ownUserId)
}

/** Whoever wrote an e-mail that came in; Salesforce stores it in the name of the user that fetches the mail. */
export function senderOf({ FromName, FromAddress }: EmailRow): TicketActor {
  const name = FromName ?? FromAddress ?? 'The customer'
  return { id: FromAddress ?? 'customer', name, kind: 'customer' }
}

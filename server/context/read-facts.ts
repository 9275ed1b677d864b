import { z } from 'zod'
import { type BillingFacts, Charge, Dispute, Ticket } from '../../shared/billing.ts'
import { TicketTimeline } from '../../shared/ticket-timeline.ts'
import type { Reader } from '../store/store.ts'
import { readFact } from './fact-store.ts'

/** A fact with the time it was read from its vendor; epoch milliseconds. */
export interface Dated<T> {
  readonly value: T
  readonly readAt: number
}

export async function readTicket(db: Reader, ticketId: string): Promise<Dated<Ticket> | null> {
  const fact = await readFact(db, 'ticket', ticketId)
  return fact && { value: Ticket.parse(fact.body), readAt: fact.readAt }
}

/** What happened to a ticket; null where it was never read by itself. */
export async function readTimeline(db: Reader, ticketId: string): Promise<Dated<TicketTimeline> | null> {
  const fact = await readFact(db, 'ticket-timeline', ticketId)
  return fact && { value: TicketTimeline.parse(fact.body), readAt: fact.readAt }
}

export async function readDispute(db: Reader, disputeId: string): Promise<Dated<Dispute> | null> {
  const fact = await readFact(db, 'dispute', disputeId)
  return fact && { value: Dispute.parse(fact.body), readAt: fact.readAt }
}

/** The dispute with its charge and the customer's other charges; null until all were read. */
export async function readBillingFacts(db: Reader, disputeId: string): Promise<Dated<BillingFacts> | null> {
  const found = await readDispute(db, disputeId)
  if (!found) return null
  const dispute = found.value
  const around = await readFact(db, 'charges', dispute.chargeId)
  const charges = around ? z.array(Charge).parse(around.body) : []
  const charge = charges.find(({ id }) => id === dispute.chargeId)
  if (!around || !charge) return null
  const nearby = charges.filter(({ id }) => id !== charge.id)
  return { value: { dispute, charge, nearby }, readAt: Math.min(found.readAt, around.readAt) }
}

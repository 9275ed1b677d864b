import { ACME } from './acme-ids.ts'
import { seedStripe } from './acme-stripe.ts'
import { CHARGED_TWICE, seedPeople, seedTickets } from './acme-zendesk.ts'
import type { StripeSimulator } from './stripe/simulator.ts'
import type { ZendeskSimulator } from './zendesk/simulator.ts'

export { ACME }

const FIFTY_MINUTES = 50 * 60_000

export interface AcmeSeed {
  readonly stripe?: StripeSimulator
  readonly zendesk?: ZendeskSimulator
  /** Whether the customer has already written; `writeChargedTwice` is the same, live. */
  readonly ticket?: 'absent' | 'present'
}

/** Fills empty simulators with Acme Corp, its neighbours and a morning's tickets. No webhook tells of it. */
export function seedAcme({ stripe, zendesk, ticket = 'present' }: AcmeSeed): void {
  if (stripe) seedStripe(stripe)
  if (!zendesk) return
  seedPeople(zendesk)
  seedTickets(zendesk)
  if (ticket === 'present')
    zendesk.addTicket({ ...CHARGED_TWICE, createdAt: zendesk.clock.now() - FIFTY_MINUTES })
}

/** Dana's email arrives: ticket 35436, with its webhooks. */
export function writeChargedTwice(zendesk: ZendeskSimulator): void {
  const { id, ...writing } = CHARGED_TWICE
  zendesk.customerWrites({ ...writing, ticketId: id })
}

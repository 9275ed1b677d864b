import { type KnownPanel, Panel } from '../../shared/panel.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import { makeCharge } from '../simulators/stripe/charge.ts'
import { makeCustomer } from '../simulators/stripe/customer.ts'
import { makeOrganization, makeUser } from '../simulators/zendesk/people.ts'
import type { Stage } from './stage.ts'

/** One more customer who was charged twice, wrote a ticket, and whose bank asks. */
export interface Case {
  readonly record: RecordRef
  readonly ticketId: number
  readonly chargeId: string
  readonly disputeId: string
}

let serial = 0

/** Brings a company, its two equal charges, its ticket and the bank's inquiry into the world. */
export function openCase({ stripe, zendesk }: Stage, company: string): Case {
  serial += 1
  const [customer, ticketId] = [`cus_demo${serial}`, 36_000 + serial]
  const domain = `${company.toLowerCase()}.example`
  const email = `ops@${domain}`
  const created = Math.floor(Date.now() / 1000) - 3_600
  stripe.state.customers.set(customer, makeCustomer({ id: customer, name: company, email, created }))
  const charges = [`ch_demo${serial}first`, `ch_demo${serial}again`] as const
  for (const [index, id] of charges.entries()) {
    stripe.state.charges.set(
      id,
      makeCharge({ id, customer, amount: 4900, created: created + index * 90, email }),
    )
  }
  const organization = 510_000 + serial
  const user = 901_000 + serial
  zendesk.state.organizations.set(
    organization,
    makeOrganization({ id: organization, name: company, domain_names: [domain] }),
  )
  zendesk.state.users.set(
    user,
    makeUser({
      id: user,
      name: `Ops of ${company}`,
      email,
      organization_id: organization,
      external_id: customer,
    }),
  )
  const writing = {
    ticketId,
    requesterId: user,
    subject: 'Billed two times',
    body: 'Please refund one.',
    tags: ['billing'],
  }
  zendesk.customerWrites(writing)
  const dispute = stripe.openInquiry(charges[1])
  const record = { host: 'zendesk' as const, type: 'ticket' as const, id: String(ticketId) }
  return { record, ticketId, chargeId: charges[1], disputeId: dispute.id }
}

/** The panel of a record as somebody's browser would read it; null until it is known. */
export async function readPanel(stage: Stage, token: string, record: RecordRef): Promise<KnownPanel | null> {
  const query = new URLSearchParams(record)
  const response = await fetch(`${stage.url}/v1/panel?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const panel = Panel.parse(await response.json())
  return panel.kind === 'known' ? panel : null
}

/** Approves or declines the proposal on a panel. */
export async function decideOn(
  stage: Stage,
  token: string,
  { panel, decision }: { panel: KnownPanel; decision: 'approve' | 'decline' },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const preview = panel.previews[0]?.preview
  if (!preview) throw new Error('There is nothing to decide on')
  const code = decision === 'approve' ? 'duplicate-charge' : 'not-a-duplicate'
  const response = await fetch(`${stage.url}/v1/previews/${preview.id}/decisions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      decision,
      previewHash: preview.hash,
      record: panel.record,
      reason: { code, text: '' },
    }),
  })
  return { status: response.status, body: await response.json() }
}

/** How many refunds Stripe has made of a charge. */
export function refundsOf({ stripe }: Stage, chargeId: string): number {
  return [...stripe.state.refunds.values()].filter(({ charge }) => charge === chargeId).length
}

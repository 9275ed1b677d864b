import { ACME } from './acme-ids.ts'
import { makeCharge } from './stripe/charge.ts'
import { makeCustomer } from './stripe/customer.ts'
import { makeInvoice } from './stripe/invoice.ts'
import type { StripeSimulator } from './stripe/simulator.ts'
import { makeSubscription } from './stripe/subscription.ts'

const DAY_SECONDS = 86_400
const SCALE_MONTHLY = 420_000
const SEAT = 4900

/** Acme's subscription, its paid invoices, and the seat that was charged twice. */
export function seedStripe({ state, clock }: StripeSimulator): void {
  const now = clock.seconds()
  const day = DAY_SECONDS
  const customer = { id: ACME.customer, name: 'Acme Corp', email: 'billing@acme.example' }
  const metadata = {
    zendesk_organization_id: String(ACME.organization),
    salesforce_account_id: '0015g00000AbCdEAAV',
  }
  state.customers.set(customer.id, makeCustomer({ ...customer, created: now - 500 * day, metadata }))
  const months = [82, 51, 20].map((ago, index) => ({ created: now - ago * day, serial: index + 40 }))
  for (const { created, serial } of months) {
    const id = `in_1SVmeshInv000${serial}`
    const period = { created, periodEnd: created + 30 * day }
    state.invoices.set(
      id,
      makeInvoice({
        id,
        number: `ACME-00${serial}`,
        customer,
        subscription: ACME.subscription,
        description: '1 × Scale (at $4,200.00 / month)',
        amount: SCALE_MONTHLY,
        status: 'paid',
        ...period,
      }),
    )
    const paid = {
      amount: SCALE_MONTHLY,
      created: created + 60,
      description: `Subscription invoice ACME-00${serial}`,
    }
    state.charges.set(
      `ch_3SVmeshMonth${serial}`,
      makeCharge({ id: `ch_3SVmeshMonth${serial}`, customer: customer.id, ...paid, ...payer }),
    )
  }
  const period = { start: now - 500 * day, periodStart: now - 20 * day, periodEnd: now + 10 * day }
  const subscription = {
    id: ACME.subscription,
    customer: customer.id,
    plan: 'Scale',
    unitAmount: SCALE_MONTHLY,
    latestInvoice: 'in_1SVmeshInv00042',
  }
  state.subscriptions.set(ACME.subscription, makeSubscription({ ...subscription, ...period }))
  for (const [index, id] of [ACME.charge, ACME.duplicateCharge].entries()) {
    const created = now - 25 * day + index * 120
    state.charges.set(
      id,
      makeCharge({
        id,
        customer: customer.id,
        amount: SEAT,
        created,
        description: 'Extra seat, October',
        ...payer,
      }),
    )
  }
}

const payer = { email: 'billing@acme.example', name: 'Dana Reyes', last4: '4242' }

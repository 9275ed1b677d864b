import Stripe from 'stripe'
import type { VendorAccount } from '../connector.ts'
import { unavailable } from './client.ts'

interface Needed {
  readonly what: string
  /** What Stripe's dashboard calls it. */
  readonly permission: string
  /** A call that shows whether the key has it. */
  readonly read: (stripe: Stripe) => Promise<unknown>
}

const NEEDED: readonly Needed[] = [
  { what: 'charges', permission: 'Charges and Refunds', read: stripe => stripe.charges.list({ limit: 1 }) },
  { what: 'disputes', permission: 'Disputes', read: stripe => stripe.disputes.list({ limit: 1 }) },
  { what: 'customers', permission: 'Customers', read: stripe => stripe.customers.list({ limit: 1 }) },
  {
    what: 'subscriptions',
    permission: 'Subscriptions',
    read: stripe => stripe.subscriptions.list({ limit: 1 }),
  },
  { what: 'invoices', permission: 'Invoices', read: stripe => stripe.invoices.list({ limit: 1 }) },
  { what: 'refunds', permission: 'Charges and Refunds', read: stripe => stripe.refunds.list({ limit: 1 }) },
  { what: 'events', permission: 'Events', read: stripe => stripe.events.list({ limit: 1 }) },
]

/** Who the key belongs to, and what it may not read. Throws VendorUnavailable. */
export async function checkStripe(stripe: Stripe): Promise<VendorAccount> {
  const account = await unlessForbidden(() => stripe.accounts.retrieveCurrent())
  const warnings: string[] = []
  for (const { what, permission, read } of NEEDED) {
    if (await unlessForbidden(() => read(stripe))) continue
    warnings.push(
      `The key may not read ${what}; in Stripe's dashboard, under Developers, API keys, give it ${permission}: Read`,
    )
  }
  return { name: account ? nameOf(account) : 'an account whose name the key may not read', warnings }
}

function nameOf({ id, settings, business_profile }: Stripe.Account): string {
  const name = settings?.dashboard.display_name ?? business_profile?.name
  return name ? `${name} (${id})` : id
}

async function unlessForbidden<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof Stripe.errors.StripePermissionError) return null
    throw unavailable(error)
  }
}

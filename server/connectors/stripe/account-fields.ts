import type Stripe from 'stripe'
import { type Money, sumMoney } from '../../../shared/money.ts'
import type { ObservedField } from '../connector.ts'
import { moneyOf } from './shapes.ts'

/** Subscriptions that are paid for or should be. */
const PAYING: ReadonlySet<string> = new Set(['active', 'past_due', 'unpaid', 'trialing'])

/**
 * Plan, state, renewal and monthly recurring revenue of a customer. `changedAt` is the time of reading, as Stripe
 * does not say when a subscription changed; an unchanged value keeps its earlier time when it is merged.
 */
export function subscriptionFields(
  subscriptions: readonly Stripe.Subscription[],
  readAt: number,
): ObservedField[] {
  const paying = subscriptions.filter(({ status }) => PAYING.has(status))
  const main = paying[0] ?? subscriptions[0]
  const item = main?.items.data[0]
  if (!main || !item) return []
  const mrr = monthlyRevenue(paying)
  const at = { sourceId: main.id, changedAt: readAt }
  return [
    {
      field: 'plan',
      content: { kind: 'text', text: item.price.nickname ?? item.price.lookup_key ?? item.price.id },
      ...at,
    },
    { field: 'subscription_status', content: { kind: 'text', text: main.status }, ...at },
    { field: 'payment_status', content: { kind: 'text', text: paymentStatus(paying) }, ...at },
    { field: 'renews_at', content: { kind: 'date', at: item.current_period_end * 1000 }, ...at },
    ...(mrr ? [{ field: 'mrr' as const, content: { kind: 'money' as const, money: mrr }, ...at }] : []),
  ]
}

function paymentStatus(paying: readonly Stripe.Subscription[]): string {
  const overdue = paying.find(({ status }) => status === 'past_due' || status === 'unpaid')
  return overdue?.status ?? (paying.length > 0 ? 'paid' : 'none')
}

/** Null where there is nothing to add up, an amount is metered, or two currencies would have to be summed. */
function monthlyRevenue(subscriptions: readonly Stripe.Subscription[]): Money | null {
  const items = subscriptions.flatMap(subscription => subscription.items.data)
  const [first, ...rest] = items.map(monthlyAmount)
  if (!first) return null
  const known = rest.filter(amount => amount !== null && amount.currency === first.currency)
  return known.length === rest.length ? sumMoney(first, ...known.filter(amount => amount !== null)) : null
}

const PER_MONTH: Readonly<Record<string, number>> = { day: 365 / 12, week: 52 / 12, month: 1, year: 1 / 12 }

function monthlyAmount({ price, quantity }: Stripe.SubscriptionItem): Money | null {
  if (price.unit_amount === null || !price.recurring) return null
  const perMonth = (PER_MONTH[price.recurring.interval] ?? 0) / price.recurring.interval_count
  return moneyOf(Math.round(price.unit_amount * (quantity ?? 1) * perMonth), price.currency)
}

const REFUND_WINDOW_MS = 90 * 86_400_000

/** What was refunded in the last 90 days; unknown where currencies differ. */
export function refundField(
  charges: readonly Stripe.Charge[],
  customerId: string,
  readAt: number,
): ObservedField[] {
  const recent = charges.filter(charge => charge.created * 1000 >= readAt - REFUND_WINDOW_MS)
  const [first, ...rest] = recent.map(charge => moneyOf(charge.amount_refunded, charge.currency))
  if (!first || rest.some(({ currency }) => currency !== first.currency)) return []
  const money = sumMoney(first, ...rest)
  return [
    { field: 'refunds_90d', content: { kind: 'money', money }, sourceId: customerId, changedAt: readAt },
  ]
}

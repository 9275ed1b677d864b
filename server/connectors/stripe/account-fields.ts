import type Stripe from 'stripe'
import { formatMoney, type Money, sumMoney } from '../../../shared/money.ts'
import type { RecordField } from '../../../shared/source-record.ts'
import { moneyOf } from './shapes.ts'

/** Subscriptions that are paid for or should be. */
const PAYING: ReadonlySet<string> = new Set(['active', 'past_due', 'unpaid', 'trialing'])

/** Plan, state, renewal and monthly recurring revenue of a customer, over all subscriptions together. */
export function subscriptionFields(subscriptions: readonly Stripe.Subscription[]): RecordField[] {
  const paying = subscriptions.filter(({ status }) => PAYING.has(status))
  const main = paying[0] ?? subscriptions[0]
  const item = main?.items.data[0]
  if (!main || !item) return []
  const revenue = monthlyRevenue(paying)
  return [
    { field: 'plan', content: { kind: 'text', text: planOf(item) } },
    { field: 'subscription_status', content: { kind: 'text', text: main.status } },
    { field: 'payment_status', content: { kind: 'text', text: paymentStatus(paying) } },
    { field: 'renews_at', content: { kind: 'date', at: item.current_period_end * 1000 } },
    ...(revenue ? [{ field: 'mrr' as const, content: { kind: 'money' as const, ...revenue } }] : []),
  ]
}

/** What people call the plan of an item. */
export function planOf({ price }: Stripe.SubscriptionItem): string {
  return price.nickname ?? price.lookup_key ?? price.id
}

function paymentStatus(paying: readonly Stripe.Subscription[]): string {
  const overdue = paying.find(({ status }) => status === 'past_due' || status === 'unpaid')
  return overdue?.status ?? (paying.length > 0 ? 'paid' : 'none')
}

interface Revenue {
  readonly money: Money
  /** `Scale 2 x $2,100.00 a month` */
  readonly worked: string
}

/**
 * What the subscriptions bring in a month, before discounts and tax. Null where there is nothing to add up, an amount
 * is metered or otherwise not known in advance, items are missing, or two currencies would have to be summed.
 */
function monthlyRevenue(subscriptions: readonly Stripe.Subscription[]): Revenue | null {
  if (subscriptions.some(({ items }) => items.has_more)) return null
  const parts = subscriptions.flatMap(subscription => subscription.items.data.map(monthlyPart))
  const known = parts.filter(part => part !== null)
  const [first, ...rest] = known
  if (!first || known.length < parts.length) return null
  if (rest.some(({ money }) => money.currency !== first.money.currency)) return null
  const isDiscounted = subscriptions.some(({ discounts }) => (discounts ?? []).length > 0)
  return {
    money: sumMoney(first.money, ...rest.map(({ money }) => money)),
    worked: known.map(({ worked }) => worked).join(' + ') + (isDiscounted ? ', before discounts' : ''),
  }
}

/** How often a year an interval of a price comes round, and in the words of a sum. */
const PER_YEAR: Readonly<Record<string, number>> = { day: 365, week: 52, month: 12, year: 1 }

function monthlyPart(item: Stripe.SubscriptionItem): Revenue | null {
  const { price } = item
  const { unit_amount: unit, recurring } = price
  const perYear = recurring ? PER_YEAR[recurring.interval] : undefined
  if (unit === null || !recurring || perYear === undefined) return null
  if (recurring.usage_type === 'metered' || price.transform_quantity) return null
  const quantity = item.quantity ?? 1
  const months = (12 * recurring.interval_count) / perYear
  return {
    money: moneyOf(Math.round((unit * quantity) / months), price.currency),
    worked: `${planOf(item)} ${quantity === 1 ? '' : `${quantity} x `}${priceWords(price, unit, recurring)}`,
  }
}

function priceWords(price: Stripe.Price, unit: number, recurring: Stripe.Price.Recurring): string {
  const amount = formatMoney(moneyOf(unit, price.currency), 'en')
  const { interval, interval_count: count } = recurring
  const often = count === 1 ? `a ${interval}` : `every ${count} ${interval}s`
  if (interval === 'month') return `${amount} ${often}${count === 1 ? '' : ` / ${count}`}`
  if (interval === 'year') return `${amount} ${often} / ${12 * count}`
  const times = PER_YEAR[interval] ?? 0
  return `${amount} ${often} x ${times}${count === 1 ? '' : ` / ${count}`} / 12`
}

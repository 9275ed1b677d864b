import type Stripe from 'stripe'

/** Seconds as Stripe counts them. */
type Time = number | null | undefined

/**
 * When Stripe last changed an object, in epoch milliseconds. Stripe's objects do not say so: it is the latest of the
 * times an object itself gives and of the time at which an event said that it changed. Never the time of reading,
 * which would have Stripe outrank every other source each time it is read.
 */
export function latestOf(times: readonly Time[], announcedAt: number | null): number {
  const own = times.flatMap(seconds => (typeof seconds === 'number' ? [seconds * 1000] : []))
  return Math.max(0, ...own, announcedAt ?? 0)
}

export function timesOfSubscription(subscription: Stripe.Subscription): Time[] {
  const { created, canceled_at, ended_at, trial_start, items } = subscription
  return [created, canceled_at, ended_at, trial_start, ...items.data.map(item => item.current_period_start)]
}

export function timesOfInvoice({ created, status_transitions: moved }: Stripe.Invoice): Time[] {
  return [created, moved?.finalized_at, moved?.paid_at, moved?.voided_at, moved?.marked_uncollectible_at]
}

export function timesOfDispute({ created, balance_transactions: moved }: Stripe.Dispute): Time[] {
  return [created, ...(moved ?? []).map(transaction => transaction.created)]
}

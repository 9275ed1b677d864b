import { noSuch } from './error.ts'
import { NO_REQUEST, type SimInvoice, type SimSubscription, type StripeWorld } from './state.ts'

/** Stripe or the dashboard moves a subscription to another status. */
export function changeSubscription(
  world: StripeWorld,
  id: string,
  status: SimSubscription['status'],
): SimSubscription {
  const subscription = world.state.subscriptions.get(id)
  if (!subscription) throw noSuch('subscription', id)
  if (subscription.status === status) return subscription
  const previous = { status: subscription.status }
  subscription.status = status
  if (status === 'canceled') {
    subscription.canceled_at = world.clock.seconds()
    subscription.ended_at = world.clock.seconds()
    world.emit('customer.subscription.deleted', subscription, { cause: NO_REQUEST })
  } else {
    world.emit('customer.subscription.updated', subscription, { cause: NO_REQUEST, previous })
  }
  return subscription
}

const THREE_DAYS = 3 * 86_400

/** A payment of an open invoice is declined; its subscription becomes past due. */
export function failInvoice(world: StripeWorld, id: string): SimInvoice {
  const invoice = world.state.invoices.get(id)
  if (!invoice) throw noSuch('invoice', id)
  invoice.attempted = true
  invoice.attempt_count += 1
  invoice.next_payment_attempt = world.clock.seconds() + THREE_DAYS
  world.emit('invoice.payment_failed', invoice, { cause: NO_REQUEST })
  const subscription = invoice.parent?.subscription_details?.subscription
  if (typeof subscription === 'string') changeSubscription(world, subscription, 'past_due')
  return invoice
}

import type Stripe from 'stripe'
import type { SimClock } from '../clock.ts'
import { Serial } from '../serial.ts'
import type { SimInvoice } from './invoice.ts'
import { Shelf } from './shelf.ts'
import type { SimSubscription } from './subscription.ts'

export type { SimInvoice, SimSubscription }

/** Stripe's objects as the API shows them unexpanded: references are ids. */
type Referring<T, Keys extends keyof T> = Omit<T, Keys> & { [Key in Keys]: string | null }

export type SimCustomer = Stripe.Customer
export type SimCharge = Referring<Stripe.Charge, 'customer' | 'payment_intent'>
export type SimRefund = Referring<Stripe.Refund, 'charge' | 'payment_intent'> & { status: RefundStatus }
export type RefundStatus = 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'
/** Real disputes carry `balance_transaction` too, which the types of 23.1 do not know. */
export type SimDispute = Referring<Stripe.Dispute, 'charge' | 'payment_intent'> & {
  balance_transaction: string | null
}

/** An event in the webhook's envelope. */
export interface SimEvent {
  readonly id: string
  readonly object: 'event'
  readonly api_version: string
  readonly created: number
  readonly data: { readonly object: object; readonly previous_attributes?: object }
  readonly livemode: false
  pending_webhooks: number
  readonly request: Cause
  readonly type: string
}

/** The API request behind a change; nulls where Stripe itself or the dashboard acted. */
export interface Cause {
  readonly id: string | null
  readonly idempotency_key: string | null
}

export const NO_REQUEST: Cause = { id: null, idempotency_key: null }

/** One account's objects, by id, in order of creation. */
export class StripeState {
  readonly customers = new Shelf<SimCustomer>()
  readonly subscriptions = new Shelf<SimSubscription>()
  readonly invoices = new Shelf<SimInvoice>()
  readonly charges = new Shelf<SimCharge>()
  readonly refunds = new Shelf<SimRefund>()
  readonly disputes = new Shelf<SimDispute>()
  readonly events = new Shelf<SimEvent>()
  readonly deletedCustomers = new Map<
    string,
    { readonly id: string; readonly object: 'customer'; readonly deleted: true }
  >()
  /** What the next refunds start as, in order; then `succeeded`. */
  readonly nextRefunds: RefundStatus[] = []
  serial = new Serial()
  eventSerial = new Serial()

  clear(): void {
    for (const map of Object.values(this)) if (map instanceof Map) map.clear()
    this.nextRefunds.length = 0
    this.serial = new Serial()
    this.eventSerial = new Serial()
  }

  toJSON(): object {
    const lists = Object.entries(this).flatMap(([name, map]) =>
      map instanceof Map ? [[name, [...map.values()]]] : [],
    )
    return Object.fromEntries(lists)
  }
}

/** What a verb needs: the objects, the time, and a way to tell the world. */
export interface StripeWorld {
  readonly state: StripeState
  readonly clock: SimClock
  readonly emit: Emit
}

export type Emit = (type: string, object: object, more: { cause: Cause; previous?: object }) => SimEvent

import { Hono } from 'hono'
import type { SimClock } from '../clock.ts'
import { controlRoutes } from '../control.ts'
import type { ApiFaults } from '../faults.ts'
import type { RequestLog } from '../request-log.ts'
import { type Listener, serve } from '../serve.ts'
import type { WebhookOutbox } from '../webhook-outbox.ts'
import { stripeApp } from './app.ts'
import { type CustomerChange, changeCustomer, deleteCustomer } from './change-customer.ts'
import { closeDispute, escalateDispute, openDispute } from './change-dispute.ts'
import { changeSubscription, failInvoice } from './change-subscription.ts'
import { stripeControl } from './control.ts'
import { noSuch } from './error.ts'
import { moveRefund, settleRefund } from './move-refund.ts'
import { makeParts, type Parts, type StripeOptions } from './parts.ts'
import type {
  RefundStatus,
  SimCharge,
  SimCustomer,
  SimDispute,
  SimInvoice,
  SimRefund,
  SimSubscription,
  StripeState,
} from './state.ts'
import type { WebhookEndpoint } from './webhooks.ts'

export interface DisputeOptions {
  readonly id?: string
  readonly reason?: string
  /** Until the evidence is due, milliseconds; six days if left out. */
  readonly dueInMs?: number
}

const SIX_DAYS_MS = 6 * 86_400_000

/** Starts a Stripe account on 127.0.0.1, empty: API, webhooks, control routes. */
export async function startStripeSimulator(options: StripeOptions = {}): Promise<StripeSimulator> {
  const parts = makeParts(options)
  let sim: StripeSimulator | null = null
  const current = () => {
    if (!sim) throw new Error('The simulator has not started yet')
    return sim
  }
  const control = new Hono()
    .route(
      '/',
      controlRoutes({
        ...parts,
        clock: parts.world.clock,
        state: () => current().snapshot(),
        reset: () => current().reset(),
      }),
    )
    .route('/', stripeControl(current))
  const app = stripeApp({ ...parts, control })
  sim = new StripeSimulator(parts, await serve(app.fetch, options.port))
  return sim
}

/** A running account. Its methods are what happens without an API call: at banks, in the dashboard, in time. */
export class StripeSimulator {
  readonly url: string
  readonly apiKey: string
  readonly clock: SimClock
  /** Live objects; tests read them, and seed them before anything runs. */
  readonly state: StripeState
  readonly faults: ApiFaults
  readonly webhooks: WebhookOutbox
  readonly requests: RequestLog
  readonly #parts: Parts
  readonly #listener: Listener

  constructor(parts: Parts, listener: Listener) {
    this.#parts = parts
    this.#listener = listener
    this.url = `http://127.0.0.1:${listener.port}`
    this.apiKey = parts.apiKey
    this.clock = parts.world.clock
    this.state = parts.world.state
    this.faults = parts.faults
    this.webhooks = parts.webhooks
    this.requests = parts.requests
  }

  /** Two secrets sign as during a rotation. No `types` means all. */
  addWebhookEndpoint(
    url: string,
    secrets: readonly string[],
    types: readonly string[] = [],
  ): WebhookEndpoint {
    const endpoint = {
      id: `we_1SVmesh${String(this.#parts.endpoints.length + 1).padStart(4, '0')}`,
      url,
      secrets,
      types,
    }
    this.#parts.endpoints.push(endpoint)
    return endpoint
  }

  /** A bank asks about a payment; the money stays and the charge can be refunded. */
  openInquiry(chargeId: string, options: DisputeOptions = {}): SimDispute {
    return this.#open(chargeId, 'inquiry', { reason: 'duplicate', ...options })
  }

  /** A bank takes the money back; the charge cannot be refunded. */
  openChargeback(chargeId: string, options: DisputeOptions = {}): SimDispute {
    return this.#open(chargeId, 'chargeback', { reason: 'fraudulent', ...options })
  }

  /** The inquiry becomes a formal dispute. */
  escalateToDispute(disputeId: string): SimDispute {
    return escalateDispute(this.#parts.world, found('dispute', this.state.disputes, disputeId))
  }

  closeDispute(disputeId: string, to: 'won' | 'lost' | 'warning_closed'): SimDispute {
    return closeDispute(this.#parts.world, found('dispute', this.state.disputes, disputeId), to)
  }

  /** The next refund starts as this; several calls queue up. */
  nextRefund(status: RefundStatus): void {
    this.state.nextRefunds.push(status)
  }

  moveRefund(refundId: string, to: RefundStatus): SimRefund {
    return moveRefund(this.#parts.world, found('refund', this.state.refunds, refundId), to)
  }

  /** A refund that had succeeded comes back from the bank. */
  failRefundLater(refundId: string): SimRefund {
    return this.moveRefund(refundId, 'failed')
  }

  /** The bank's reference number arrives. */
  settleRefund(refundId: string): SimRefund {
    const refund = found('refund', this.state.refunds, refundId)
    settleRefund(this.#parts.world, refund)
    return refund
  }

  changeCustomer(customerId: string, change: CustomerChange): SimCustomer {
    return changeCustomer(this.#parts.world, customerId, change)
  }

  deleteCustomer(customerId: string): void {
    deleteCustomer(this.#parts.world, customerId)
  }

  changeSubscription(subscriptionId: string, status: SimSubscription['status']): SimSubscription {
    return changeSubscription(this.#parts.world, subscriptionId, status)
  }

  failInvoice(invoiceId: string): SimInvoice {
    return failInvoice(this.#parts.world, invoiceId)
  }

  /** Resolves when every webhook is delivered or given up. */
  settled(): Promise<void> {
    return this.webhooks.settled()
  }

  /** Stops listening: connections are refused by the system, control routes included. `accept` undoes it. */
  refuse(): Promise<void> {
    return this.#listener.refuse()
  }

  accept(): Promise<void> {
    return this.#listener.accept()
  }

  /** An empty account on its base clock; webhook endpoints stay. */
  reset(): void {
    this.state.clear()
    this.clock.release()
    this.faults.clear()
    this.webhooks.clear()
    this.requests.clear()
    this.#parts.keys.clear()
  }

  snapshot(): object {
    const { state, faults, webhooks, requests, clock } = this
    const sent = {
      endpoints: this.#parts.endpoints,
      deliveries: webhooks.deliveries,
      faults: webhooks.faults.state,
    }
    return {
      now: clock.now(),
      ...state.toJSON(),
      faults: faults.state,
      webhooks: sent,
      requests: requests.entries,
    }
  }

  async close(): Promise<void> {
    this.webhooks.close()
    await this.#listener.close()
  }

  #open(
    chargeId: string,
    stage: 'inquiry' | 'chargeback',
    options: DisputeOptions & { reason: string },
  ): SimDispute {
    const charge: SimCharge = found('charge', this.state.charges, chargeId)
    const id = options.id ?? `du_1SVmeshDisp${String(this.state.disputes.size + 1).padStart(4, '0')}`
    const dueBy = Math.floor((this.clock.now() + (options.dueInMs ?? SIX_DAYS_MS)) / 1000)
    return openDispute(this.#parts.world, charge, { id, dueBy, stage, reason: options.reason })
  }
}

function found<T>(kind: string, all: ReadonlyMap<string, T>, id: string): T {
  const object = all.get(id)
  if (!object) throw noSuch(kind, id)
  return object
}

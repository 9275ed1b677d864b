import Stripe from 'stripe'
import { expect } from 'vitest'
import { WebhookSink } from '../webhook-sink.ts'
import { makeCharge } from './charge.ts'
import { makeCustomer } from './customer.ts'
import { startStripeSimulator } from './simulator.ts'

export const NOW = Date.parse('2026-11-20T09:00:00Z')
/** The younger of the two payments of 49.00. */
export const CHARGE = 'ch_3SVmeshCharge02'

/** A simulator with one customer and two equal payments, a client of it, and an endpoint. */
export async function startAccount() {
  const sim = await startStripeSimulator({ now: () => NOW, backoffMs: [5, 5] })
  const sink = await WebhookSink.start()
  const stripe = clientOf(sim, Stripe.createFetchHttpClient())
  const customer = { id: 'cus_1', name: 'Acme Corp', email: 'billing@acme.example', created: 1 }
  sim.state.customers.set('cus_1', makeCustomer(customer))
  for (const [index, id] of ['ch_3SVmeshCharge01', CHARGE].entries()) {
    sim.state.charges.set(id, makeCharge({ id, customer: 'cus_1', amount: 4900, created: 100 + index * 120 }))
  }
  return {
    sim,
    sink,
    stripe,
    refund: (params: Partial<Stripe.RefundCreateParams> = {}, idempotencyKey?: string) =>
      stripe.refunds.create({ charge: CHARGE, ...params }, idempotencyKey ? { idempotencyKey } : {}),
    chargeNow: () => stripe.charges.retrieve(CHARGE),
    async close() {
      await sim.close()
      await sink.close()
    },
  }
}

export function clientOf(
  { url, apiKey }: { url: string; apiKey: string },
  httpClient: Stripe.HttpClient,
): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe(apiKey, {
    protocol: 'http',
    host: hostname,
    port,
    httpClient,
    maxNetworkRetries: 0,
    telemetry: false,
  })
}

/** The error a call ends in; the test fails where it does not. */
export async function refused(call: Promise<unknown>): Promise<Error> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error) return error
  }
  return expect.fail('it was not refused')
}

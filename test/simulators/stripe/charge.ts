import type { SimCharge } from './state.ts'

export interface ChargeSeed {
  readonly id: string
  readonly customer: string
  /** Minor units. */
  readonly amount: number
  readonly currency?: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly last4?: string
  readonly email?: string | null
  readonly name?: string | null
  readonly description?: string | null
  readonly status?: SimCharge['status']
  readonly metadata?: Record<string, string>
}

/** A captured card payment, every field that an unexpanded charge has. */
export function makeCharge(seed: ChargeSeed): SimCharge {
  const tail = seed.id.slice(-8)
  const status = seed.status ?? 'succeeded'
  const paid = status === 'succeeded'
  return {
    id: seed.id,
    object: 'charge',
    amount: seed.amount,
    amount_captured: paid ? seed.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: paid ? `txn_3SV${tail}` : null,
    billing_details: {
      address: { ...NO_ADDRESS },
      email: seed.email ?? null,
      name: seed.name ?? null,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: 'MESHLINE DEMO',
    captured: paid,
    created: seed.created,
    currency: seed.currency ?? 'usd',
    customer: seed.customer,
    description: seed.description ?? null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: paid ? null : 'card_declined',
    failure_message: paid ? null : 'Your card was declined.',
    fraud_details: {},
    livemode: false,
    metadata: seed.metadata ?? {},
    on_behalf_of: null,
    outcome: outcomeOf(paid),
    paid,
    payment_intent: `pi_3SV${tail}`,
    payment_method: 'pm_1SVmeshPM00001',
    payment_method_details: cardDetails(seed.amount, seed.last4 ?? '4242'),
    receipt_email: null,
    receipt_number: null,
    receipt_url: `https://pay.stripe.com/receipts/payment/${seed.id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  }
}

export const NO_ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}

function outcomeOf(paid: boolean): SimCharge['outcome'] {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: paid ? null : '05',
    network_status: paid ? 'approved_by_network' : 'declined_by_network',
    reason: paid ? null : 'generic_decline',
    risk_level: 'normal',
    risk_score: 12,
    seller_message: paid
      ? 'Payment complete.'
      : 'The bank did not return any further details with this decline.',
    type: paid ? 'authorized' : 'issuer_declined',
  }
}

function cardDetails(amount: number, last4: string): SimCharge['payment_method_details'] {
  return {
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand: 'visa',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      electronic_commerce_indicator: null,
      exp_month: 8,
      exp_year: 2030,
      extended_authorization: { status: 'disabled' },
      fingerprint: 'Mesh4242Finger01',
      funding: 'credit',
      incremental_authorization: { status: 'unavailable' },
      installments: null,
      last4,
      mandate: null,
      multicapture: { status: 'unavailable' },
      network: 'visa',
      network_token: { used: false },
      network_transaction_id: null,
      overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
      regulated_status: null,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  }
}

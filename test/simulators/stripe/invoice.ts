import type Stripe from 'stripe'

export interface InvoiceSeed {
  readonly id: string
  readonly number: string
  readonly customer: { readonly id: string; readonly email: string; readonly name: string }
  readonly subscription: string
  readonly description: string
  /** Minor units. */
  readonly amount: number
  readonly currency?: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly periodEnd: number
  readonly status: 'paid' | 'open'
}

/** A finalized invoice of a subscription; the subscription's id sits in `parent`, as of API 2025-03-31. */
export function makeInvoice(seed: InvoiceSeed) {
  const paid = seed.status === 'paid'
  const currency = seed.currency ?? 'usd'
  return {
    id: seed.id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Meshline Demo',
    account_tax_ids: null,
    amount_due: seed.amount,
    amount_overpaid: 0,
    amount_paid: paid ? seed.amount : 0,
    amount_remaining: paid ? 0 : seed.amount,
    amount_shipping: 0,
    application: null,
    attempt_count: paid ? 1 : 0,
    attempted: paid,
    auto_advance: !paid,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: 'subscription_cycle',
    collection_method: 'charge_automatically',
    created: seed.created,
    currency,
    custom_fields: null,
    customer: seed.customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: seed.customer.email,
    customer_name: seed.customer.name,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: seed.created,
    ending_balance: 0,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: `https://invoice.stripe.com/i/${seed.id}`,
    invoice_pdf: `https://pay.stripe.com/invoice/${seed.id}/pdf`,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [lineOf(seed)], has_more: false, url: `/v1/invoices/${seed.id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: paid ? null : seed.created + 3 * 86_400,
    number: seed.number,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: {}, subscription: seed.subscription },
      type: 'subscription_details',
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: seed.periodEnd,
    period_start: seed.created,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: seed.status,
    status_transitions: {
      finalized_at: seed.created,
      marked_uncollectible_at: null,
      paid_at: paid ? seed.created + 60 : null,
      voided_at: null,
    },
    subtotal: seed.amount,
    subtotal_excluding_tax: seed.amount,
    test_clock: null,
    total: seed.amount,
    total_discount_amounts: [],
    total_excluding_tax: seed.amount,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: seed.created,
  } satisfies Omit<Stripe.Invoice, 'lines'> & { lines: object }
}

/** As it travels: decimals are text, where the library's types show what it makes of them. */
export type SimInvoice = ReturnType<typeof makeInvoice>

function lineOf(seed: InvoiceSeed) {
  const tail = seed.id.slice(-5)
  return {
    id: `il_1SVmesh${tail}`,
    object: 'line_item',
    amount: seed.amount,
    currency: seed.currency ?? 'usd',
    description: seed.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: seed.id,
    livemode: false,
    metadata: {},
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: seed.subscription,
        subscription_item: `si_meshItem${seed.subscription.slice(-5)}`,
      },
      type: 'subscription_item_details',
    },
    period: { end: seed.periodEnd, start: seed.created },
    pretax_credit_amounts: [],
    pricing: null,
    quantity: 1,
    quantity_decimal: '1',
    subscription: seed.subscription,
    subtotal: seed.amount,
    taxes: [],
  }
}

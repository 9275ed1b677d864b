import type Stripe from 'stripe'

export interface SubscriptionSeed {
  readonly id: string
  readonly customer: string
  readonly plan: string
  /** Minor units a month. */
  readonly unitAmount: number
  readonly currency?: string
  /** Seconds since the epoch. */
  readonly start: number
  readonly periodStart: number
  readonly periodEnd: number
  readonly latestInvoice: string | null
  readonly status?: Stripe.Subscription.Status
}

/** A monthly subscription to one licensed price. The period sits on the item, as of API 2025-03-31. */
export function makeSubscription(seed: SubscriptionSeed) {
  return {
    id: seed.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: seed.start,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: 'classic' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null as number | null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: seed.start,
    currency: seed.currency ?? 'usd',
    customer: seed.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null as number | null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: [itemOf(seed)],
      has_more: false,
      url: `/v1/subscription_items?subscription=${seed.id}`,
    },
    latest_invoice: seed.latestInvoice,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: seed.start,
    status: seed.status ?? 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: null,
  } satisfies Omit<Stripe.Subscription, 'items'> & { items: object }
}

/** As it travels: decimals are text, where the library's types show what it makes of them. */
export type SimSubscription = ReturnType<typeof makeSubscription>

function itemOf(seed: SubscriptionSeed) {
  const tail = seed.id.slice(-5)
  const money = {
    currency: seed.currency ?? 'usd',
    livemode: false,
    active: true,
    billing_scheme: 'per_unit',
    created: seed.start,
  }
  const id = `price_1SVmesh${seed.plan}`
  const product = `prod_mesh${seed.plan}`
  const shared = { ...money, id, product, metadata: {}, nickname: seed.plan, tiers_mode: null }
  return {
    id: `si_meshItem${tail}`,
    object: 'subscription_item',
    billing_thresholds: null,
    created: seed.start,
    current_period_end: seed.periodEnd,
    current_period_start: seed.periodStart,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: {
      ...shared,
      object: 'plan',
      amount: seed.unitAmount,
      amount_decimal: String(seed.unitAmount),
      interval: 'month',
      interval_count: 1,
      meter: null,
      transform_usage: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    price: {
      ...shared,
      object: 'price',
      custom_unit_amount: null,
      lookup_key: seed.plan.toLowerCase(),
      recurring: {
        interval: 'month',
        interval_count: 1,
        meter: null,
        trial_period_days: null,
        usage_type: 'licensed',
      },
      tax_behavior: 'unspecified',
      transform_quantity: null,
      type: 'recurring',
      unit_amount: seed.unitAmount,
      unit_amount_decimal: String(seed.unitAmount),
    },
    quantity: 1,
    subscription: seed.id,
    tax_rates: [],
  }
}

import type { SimCustomer } from './state.ts'

export interface CustomerSeed {
  readonly id: string
  readonly name: string
  readonly email: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly metadata?: Record<string, string>
}

export function makeCustomer({ id, name, email, created, metadata }: CustomerSeed): SimCustomer {
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created,
    currency: 'usd',
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: 'pm_1SVmeshPM00001',
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: metadata ?? {},
    name,
    next_invoice_sequence: 43,
    phone: null,
    preferred_locales: ['en'],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
}

import { z } from 'zod'
import type { Locale } from './locale.ts'

/**
 * An amount in the smallest unit the payment processor counts in (cents for USD, yen for JPY) and its lower-case
 * ISO 4217 code. Never a float, never without its currency.
 */
export const Money = z.object({
  minor: z.int(),
  currency: z.string().regex(/^[a-z]{3}$/, 'a lower-case ISO 4217 code such as "usd"'),
})
export type Money = z.infer<typeof Money>

/** The same without the schema, for what must not carry all of it along. */
export function isAmount(value: unknown): value is Money {
  if (typeof value !== 'object' || value === null || !('minor' in value) || !('currency' in value))
    return false
  const { minor, currency } = value
  return Number.isSafeInteger(minor) && typeof currency === 'string' && /^[a-z]{3}$/.test(currency)
}

/**
 * Decimal places of processor amounts where they are not two. Stripe counts ISK and UGX in hundredths although
 * ISO 4217 gives them none, and MGA without decimals although ISO gives it two (docs.stripe.com/currencies).
 */
const DECIMALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ').map(code => [code, 0]),
  ),
  ...Object.fromEntries('bhd jod kwd omr tnd'.split(' ').map(code => [code, 3])),
}

const ISO_CODES: ReadonlySet<string> = new Set(
  Intl.supportedValuesOf('currency').map(code => code.toLowerCase()),
)

export class CurrencyMismatch extends Error {
  override readonly name = 'CurrencyMismatch'
}

/** Whether the code is an ISO 4217 currency this runtime knows. */
export function isKnownCurrency(code: string): boolean {
  return ISO_CODES.has(code)
}

/** Decimal places of one major unit: 2 for USD, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2
}

/** Sums amounts of one currency. Throws CurrencyMismatch for two: they are never added. */
export function sumMoney(first: Money, ...rest: readonly Money[]): Money {
  return rest.reduce(
    (sum, next) => ({ minor: sum.minor + sameCurrency(sum, next), currency: sum.currency }),
    first,
  )
}

/** a - b in one currency; may be negative. Throws CurrencyMismatch for two. */
export function subtractMoney(a: Money, b: Money): Money {
  return { minor: a.minor - sameCurrency(a, b), currency: a.currency }
}

function sameCurrency(a: Money, b: Money): number {
  if (a.currency === b.currency) return b.minor
  throw new CurrencyMismatch(`${a.currency} and ${b.currency} cannot be combined; convert neither, show both`)
}

/** `$49.00`, `49,00 $`, `¥4,900`: for people, in their locale. */
export function formatMoney(money: Money, locale: Locale): string {
  const decimals = decimalsOf(money.currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency.toUpperCase(),
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(money.minor / 10 ** decimals)
}

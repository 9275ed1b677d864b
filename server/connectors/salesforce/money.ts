import { decimalsOf, isKnownCurrency, type Money } from '../../../shared/money.ts'

/** An amount of major units, as Salesforce keeps it; null without an amount or with a currency nobody knows. */
export function moneyOf(
  amount: number | null | undefined,
  currency: string | null | undefined,
): Money | null {
  const code = currency?.toLowerCase() ?? ''
  if (amount === null || amount === undefined || !isKnownCurrency(code)) return null
  return { minor: Math.round(amount * 10 ** decimalsOf(code)), currency: code }
}

/** Digits enough that a number might not survive as a double. */
const LONG_NUMBER = /[:[,\s]-?\d{16,}/

/**
 * Parses JSON without losing digits: integers past 2^53 come out as strings, as vendor ids may be that long.
 * Throws SyntaxError on anything that is not JSON.
 */
export function parseExactJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const digits = context?.source
  return digits !== undefined && /^-?\d+$/.test(digits) ? digits : value
}

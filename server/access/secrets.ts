import { createHmac, randomBytes, randomInt } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, which are mistaken for others. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 10

/** A code to type in, such as `7KQ2M-9FTXD`: 50 bits. */
export function newPairingCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)))
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
}

/** One spelling of a typed code: no dashes or spaces, upper case, O as 0, I and L as 1. */
export function normalisePairingCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}

/** A session token: 256 random bits. */
export function newToken(): string {
  return `mls_${randomBytes(32).toString('base64url')}`
}

/** What is stored of a code or token: useless without the server's secret key. */
export function fingerprint(secretKey: string, secret: string): string {
  return createHmac('sha256', secretKey).update(secret).digest('hex')
}

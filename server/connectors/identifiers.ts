import { companyDomain, normaliseEmail } from '../../shared/identity.ts'
import type { Identifier } from '../../shared/source-record.ts'

/** What an address tells of an account: itself and, where it is not free-mail, the company's domain. */
export function emailIdentifiers(text: string): Identifier[] {
  const email = normaliseEmail(text)
  const domain = companyDomain(text)
  return [
    ...(email ? [{ kind: 'email' as const, value: email }] : []),
    ...(domain ? [{ kind: 'domain' as const, value: domain }] : []),
  ]
}

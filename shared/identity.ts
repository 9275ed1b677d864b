/** Mail providers whose domain says nothing about who somebody works for. */
const FREE_MAIL: ReadonlySet<string> = new Set([
  'aol.com',
  'fastmail.com',
  'gmail.com',
  'gmx.at',
  'gmx.ch',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hey.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mac.com',
  'mail.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'outlook.com',
  'pm.me',
  'posteo.de',
  'proton.me',
  'protonmail.com',
  'qq.com',
  't-online.de',
  'web.de',
  'yahoo.com',
  'yandex.ru',
  '163.com',
])

/**
 * One spelling of an address: lower case, no `+tag`, an international domain in its ASCII form. Null where it is not
 * an address.
 */
export function normaliseEmail(text: string): string | null {
  const match = /^([^@\s+]+)(?:\+[^@\s]*)?@([^@\s]+)$/.exec(text.trim().toLowerCase())
  const domain = match?.[2] ? normaliseDomain(match[2]) : null
  return match && domain ? `${match[1]}@${domain}` : null
}

/** `https://www.Bücher.example/shop` and `bücher.example` to `xn--bcher-kva.example`; null where it is no domain. */
export function normaliseDomain(text: string): string | null {
  const typed = text.trim().toLowerCase()
  const host = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//.test(typed) ? typed : `https://${typed}`)?.hostname ?? ''
  const domain = host.replace(/^www\./, '').replace(/\.$/, '')
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z0-9-]{2,}$/.test(domain) && !/^[\d.]+$/.test(domain) ? domain : null
}

/** Whether a domain says who somebody works for: free mail does not. */
export function isCompanyDomain(domain: string): boolean {
  return !FREE_MAIL.has(domain)
}

/** The company's domain behind an address, or null for free-mail and what is no address. */
export function companyDomain(email: string): string | null {
  const domain = normaliseEmail(email)?.split('@')[1]
  return domain && isCompanyDomain(domain) ? domain : null
}

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

/** One spelling of an address: lower case, no `+tag`. Null where it is not an address. */
export function normaliseEmail(text: string): string | null {
  const match = /^([^@\s+]+)(?:\+[^@\s]*)?@([^@\s]+\.[^@\s.]+)$/.exec(text.trim().toLowerCase())
  return match ? `${match[1]}@${match[2]}` : null
}

/** The company's domain behind an address, or null for free-mail and what is no address. */
export function companyDomain(email: string): string | null {
  const domain = normaliseEmail(email)?.split('@')[1]
  return domain && !FREE_MAIL.has(domain) ? domain : null
}

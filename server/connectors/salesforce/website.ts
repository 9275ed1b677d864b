import { companyDomain } from '../../../shared/identity.ts'

/** Where companies without a site of their own have a page; says nothing about whose it is. */
const EVERYBODYS: ReadonlySet<string> = new Set([
  'facebook.com',
  'instagram.com',
  'linkedin.com',
  'x.com',
  'twitter.com',
  'xing.com',
  'youtube.com',
])

/** The company's domain behind a website as people type it (`www.acme.example`, `https://acme.example/de`), or null. */
export function websiteDomain(website: string | null | undefined): string | null {
  const text = website?.trim() ?? ''
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return null
  const host = new URL(address).hostname.replace(/^www\./, '')
  const isShared = [...EVERYBODYS].some(domain => host === domain || host.endsWith(`.${domain}`))
  return isShared ? null : companyDomain(`anyone@${host}`)
}

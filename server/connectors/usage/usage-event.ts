import { z } from 'zod'
import { isCompanyDomain, normaliseDomain } from '../../../shared/identity.ts'
import { salesforceId, salesforceTypeOf } from '../../../shared/salesforce-id.ts'

/** A measure may be of a day as a whole, and the last activity anywhere in it. */
const DAY_MS = 86_400_000

/** The most events a request may carry. */
export const EVENTS_LIMIT = 500

const Name = z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters')

/** A time with its zone, or a day, which begins at midnight UTC; becomes epoch milliseconds. */
const Instant = z.string().transform((text, context) => {
  const typed = text.trim()
  try {
    const at = Temporal.Instant.from(/^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T00:00Z` : typed)
    return at.epochMilliseconds
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'must be a time with its zone, such as 2026-11-20T09:00:00Z',
    })
    return z.NEVER
  }
})

/** A text that `read` makes one spelling of, refused with `message` where it makes none. */
const spelled = (read: (text: string) => string | null, message: string) =>
  Name.transform((text, context) => {
    const known = read(text)
    if (known !== null) return known
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const UsageAccount = z
  .object({
    workspace_id: Name.nullish(),
    salesforce_account_id: spelled(
      accountIdOf,
      'must be an account’s id of 15 or 18 characters, beginning with 001',
    ).nullish(),
    stripe_customer_id: z
      .string()
      .trim()
      .regex(/^cus_\w+$/, 'must be a customer’s id, beginning with cus_')
      .nullish(),
    domain: spelled(companyDomainOf, 'must be a company’s domain; those of free mail name nobody').nullish(),
  })
  .refine(account => Object.values(account).some(Boolean), 'must name at least one of its ids')
export type UsageAccount = z.infer<typeof UsageAccount>

const Count = z.int('must be a whole number').min(0, 'must not be below 0').nullish()

/** What was measured of one workspace at one time. What it leaves out is unknown, never 0. */
export const UsageMeasure = z
  .object({
    account: UsageAccount,
    at: Instant,
    active_users_14d: Count,
    events_14d: Count,
    health: z.number().min(0, 'must be 0 to 100').max(100, 'must be 0 to 100').nullish(),
    last_active_at: Instant.nullish(),
  })
  .refine(({ at, last_active_at }) => !last_active_at || last_active_at <= at + DAY_MS, {
    path: ['last_active_at'],
    error: 'must not be more than a day after at',
  })
export type UsageMeasure = z.infer<typeof UsageMeasure>

/** A measure with the id that makes sending it twice the same as once. */
export const UsageEvent = z.intersection(z.object({ id: Name }), UsageMeasure)

/** The body of a request; its events are read one by one. */
export const UsageBody = z.object({ events: z.array(z.unknown()).min(1).max(EVENTS_LIMIT) })

/** What is wrong, in one line and without a single value of the sender's. */
export function whyUnreadable({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ')
}

function accountIdOf(text: string): string | null {
  const id = salesforceId(text)
  return id && salesforceTypeOf(id) === 'account' ? id : null
}

function companyDomainOf(text: string): string | null {
  const domain = normaliseDomain(text)
  return domain && isCompanyDomain(domain) ? domain : null
}

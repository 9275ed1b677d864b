import type { z } from 'zod'
import { UnreadableAnswer } from '../connector.ts'
import type { SalesforceClient } from './client.ts'
import { SalesforceRefused } from './refused.ts'
import { Description, OrganizationSettings } from './shapes.ts'

/** Admins add fields and permissions while Meshline runs. */
const KNOWN_FOR_MS = 60 * 60_000

/** What an organization's objects look like to the integration user: every organization has fields of its own. */
export interface Schema {
  /** The fields of an object; null where it is not there or may not be seen. Throws VendorUnavailable, UnreadableAnswer. */
  fieldsOf(object: string): Promise<ReadonlySet<string> | null>
  /** The organization's currency; null where it has several or does not tell. Throws as `fieldsOf`. */
  currency(): Promise<string | null>
  /** Asks again next time. */
  forget(): void
}

/** Asks once an hour for each object and remembers. */
export function schemaOf(client: SalesforceClient, now: () => number): Schema {
  const asked = new Map<string, { at: number; answer: Promise<unknown> }>()
  const ask = (path: string): Promise<unknown> => {
    const known = asked.get(path)
    if (known && now() - known.at < KNOWN_FOR_MS) return known.answer
    const answer = client.get(path).catch((error: unknown) => nothingToSee(error))
    asked.set(path, { at: now(), answer })
    answer.catch(() => asked.delete(path))
    return answer
  }
  const read = async <T>(path: string, shape: z.ZodType<T>): Promise<T | null> => {
    const body = await ask(path)
    if (body === null) return null
    const parsed = shape.safeParse(body)
    if (parsed.success) return parsed.data
    asked.delete(path)
    throw new UnreadableAnswer({
      en: `Salesforce described ${path} in a way nobody can read: ${parsed.error.message}`,
      de: `Salesforce hat ${path} unlesbar beschrieben: ${parsed.error.message}`,
    })
  }
  return {
    async fieldsOf(object) {
      const description = await read(`/sobjects/${object}/describe`, Description)
      return description && new Set(description.fields.map(({ name }) => name))
    },
    currency: async () =>
      (await read('/connect/organization', OrganizationSettings))?.features?.defaultCurrencyIsoCode ?? null,
    forget: () => asked.clear(),
  }
}

/** What may not be seen is as good as not there; running out of calls says nothing about it. */
function nothingToSee(error: unknown): null {
  const isForbidden = error instanceof SalesforceRefused && error.status === 403
  if (isForbidden && error.code !== 'REQUEST_LIMIT_EXCEEDED') return null
  throw error
}

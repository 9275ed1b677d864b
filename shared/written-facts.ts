import { z } from 'zod'
import { type Fact, type Facts, type FactValue, laidOut } from './facts.ts'
import { type CatalogueField, catalogueField, FIELD_NAMES, type FieldName } from './field-catalogue.ts'
import { Money } from './money.ts'
import { didYouMean } from './nearest-name.ts'
import { parseTime } from './written-time.ts'

/**
 * Facts as people write them down to try a rule: `{"ticket.tags": ["billing"], "account.mrr": {"minor": 500000,
 * "currency": "usd"}}`. Null is known to be empty; what is left out is unknown.
 */
export const WrittenFacts = z.record(z.string(), z.unknown()).superRefine((written, at) => {
  for (const [name, said] of Object.entries(written)) {
    const field = catalogueField(name)
    const message = field ? problemOf(field, said) : unknownField(name)
    if (message) at.addIssue({ code: 'custom', path: [name], message })
  }
})
export type WrittenFacts = z.infer<typeof WrittenFacts>

/** Facts that were checked when they were written; what is none any more is unknown. */
export function factsFrom(written: WrittenFacts): Facts {
  const known = new Map<FieldName, Fact>()
  for (const [name, said] of Object.entries(written)) {
    const field = catalogueField(name)
    const value = field ? read(field, said) : undefined
    if (field && value !== undefined) known.set(field.name, { value, source: null, readAt: null })
  }
  return laidOut(known)
}

function unknownField(name: string): string {
  return `is not a field conditions know${didYouMean(name, FIELD_NAMES) || `; use one of ${FIELD_NAMES.join(', ')}`}`
}

function problemOf(field: CatalogueField, said: unknown): string | null {
  if (read(field, said) !== undefined) return null
  if (field.choices) return `must be one of ${field.choices.join(', ')}${didYouMean(said, field.choices)}`
  return `must be ${NEEDED[field.type]}, or null where it is empty`
}

const NEEDED: Readonly<Record<CatalogueField['type'], string>> = {
  text: 'a text',
  choice: 'a text',
  tags: 'a list of tags such as ["billing"]',
  number: 'a number',
  money: 'an amount such as {"minor": 500000, "currency": "usd"}, in cents or the like',
  date: 'a date such as "2026-11-20" or "2026-11-20T09:30:00Z"',
}

/** The value of a fact; undefined for what is none. */
function read({ type, choices }: CatalogueField, said: unknown): FactValue | undefined {
  if (said === null || said === '') return null
  switch (type) {
    case 'text':
      return typeof said === 'string' ? said : undefined
    case 'choice':
      return typeof said === 'string' && choices?.includes(said) ? said : undefined
    case 'tags':
      return z.array(z.string()).safeParse(said).data
    case 'number':
      return typeof said === 'number' && Number.isFinite(said) ? said : undefined
    case 'money':
      return Money.safeParse(said).data
    case 'date':
      return typeof said === 'string' ? parseTime(said)?.from : undefined
  }
}

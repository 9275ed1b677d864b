import { z } from 'zod'
import { badRequest } from './error.ts'
import { MODIFIED, type Plural, type SimObject, shown } from './state.ts'

const Filter = z.object({
  propertyName: z.string(),
  operator: z.enum(['EQ', 'IN', 'GT', 'GTE', 'LT', 'LTE', 'HAS_PROPERTY']),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
})
type Filter = z.infer<typeof Filter>

const Search = z.object({
  filterGroups: z
    .array(z.object({ filters: z.array(Filter).max(6) }))
    .max(5)
    .default([]),
  // HubSpot sorts by one property at most.
  sorts: z
    .array(z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']) }))
    .max(1)
    .default([]),
  properties: z.array(z.string()).default([]),
  limit: z.int().min(1).max(200).default(10),
  after: z.union([z.string(), z.number()]).transform(Number).default(0),
})

/** A search gives out its first 10,000 results and refuses to go on. */
const MOST_RESULTS = 10_000

/** HubSpot's search over objects that are not archived. */
export function searchObjects(plural: Plural, all: Iterable<SimObject>, body: unknown): object {
  const parsed = Search.safeParse(body)
  if (!parsed.success) throw badRequest(`Invalid input JSON: ${parsed.error.message}`)
  const { filterGroups, sorts, properties, limit, after } = parsed.data
  if (after + limit > MOST_RESULTS) {
    throw badRequest(`The requested page exceeds the ${MOST_RESULTS} results limit`)
  }
  const value = (object: SimObject, name: string) => propertyOf(plural, object, name)
  const matching = [...all].filter(
    object =>
      object.archivedAt === null &&
      (filterGroups.length === 0 ||
        filterGroups.some(({ filters }) =>
          filters.every(filter => meets(value(object, filter.propertyName), filter)),
        )),
  )
  const [sort] = sorts
  if (sort) {
    const sign = sort.direction === 'ASCENDING' ? 1 : -1
    matching.sort((a, b) => sign * compare(value(a, sort.propertyName), value(b, sort.propertyName)))
  }
  return {
    total: matching.length,
    results: matching.slice(after, after + limit).map(object => shown(plural, object, properties)),
    ...(matching.length > after + limit && { paging: { next: { after: String(after + limit) } } }),
  }
}

function propertyOf(plural: Plural, object: SimObject, name: string): string | null {
  if (name === 'hs_object_id') return object.id
  if (name === MODIFIED[plural]) return String(object.updatedAt)
  return object.properties[name] ?? null
}

function meets(value: string | null, { operator, value: given, values }: Filter): boolean {
  if (value === null) return false
  if (operator === 'HAS_PROPERTY') return true
  if (operator === 'IN') return (values ?? []).some(each => each.toLowerCase() === value.toLowerCase())
  if (given === undefined) throw badRequest(`${operator} needs a value`)
  if (operator === 'EQ') return value.toLowerCase() === given.toLowerCase()
  const order = compare(value, given)
  return { GT: order > 0, GTE: order >= 0, LT: order < 0, LTE: order <= 0 }[operator]
}

/** Numbers, times among them, by size; everything else by letters. */
function compare(a: string | null, b: string | null): number {
  const [left, right] = [Number(a), Number(b)]
  if (a !== null && b !== null && Number.isFinite(left) && Number.isFinite(right)) return left - right
  return (a ?? '').localeCompare(b ?? '')
}

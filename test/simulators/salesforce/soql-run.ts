import { salesforceId } from '../../../shared/salesforce-id.ts'
import { malformed, Refused } from './error.ts'
import { targetOf } from './schema.ts'
import type { Condition, Literal, Operator, Query, Selected } from './soql-parse.ts'
import type { FieldType } from './standard-objects.ts'
import { momentOf, type SalesforceState, type SimRecord, type SimValue } from './state.ts'

export interface Found {
  readonly totalSize: number
  readonly rows: object[]
}

interface Run {
  readonly state: SalesforceState
  /** `queryAll`: deleted records count too. */
  readonly withDeleted: boolean
}

/** Runs a query on the records as they are now. Refuses objects and fields that are not there. */
export function runSoql(query: Query, run: Run): Found {
  const records = matching(query, run, [...run.state.all(query.from).values()])
  if (query.select.some(({ kind }) => kind === 'count')) return { totalSize: records.length, rows: [] }
  const rows = records.map(record => rowOf(query, run, record))
  return { totalSize: rows.length, rows }
}

function matching(query: Query, { state, withDeleted }: Run, candidates: readonly SimRecord[]): SimRecord[] {
  const { schema } = state
  const object = query.from
  schema.describe(object)
  const test = query.where ? tester(query.where, object, state) : () => true
  const found = candidates.filter(record => (withDeleted || !record.IsDeleted) && test(record))
  const keys = query.orderBy.map(({ path, descending }) => ({
    path,
    descending,
    type: schema.typeOf(object, path),
  }))
  found.sort((a, b) => {
    for (const { path, type, descending } of keys) {
      const order = compare(valueAt(state, object, a, path), valueAt(state, object, b, path), type)
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
  return query.limit === null ? found : found.slice(0, query.limit)
}

function rowOf(query: Query, run: Run, record: SimRecord): object {
  const row: Record<string, unknown> = { attributes: attributesOf(query.from, record) }
  for (const selected of query.select) select(row, selected, { query, run, record })
  return row
}

function attributesOf(type: string, { Id }: SimRecord): object {
  return { type, url: `/services/data/v66.0/sobjects/${type}/${Id}` }
}

interface Place {
  readonly query: Query
  readonly run: Run
  readonly record: SimRecord
}

function select(row: Record<string, unknown>, selected: Selected, { query, run, record }: Place): void {
  const { schema } = run.state
  if (selected.kind === 'children') {
    const { object, via } = schema.childrenOf(selected.query.from)
    const children = [...run.state.all(object).values()].filter(each => each[via] === record.Id)
    const inner = { ...selected.query, from: object }
    row[selected.query.from] = listOf(
      matching(inner, run, children).map(child => rowOf(inner, run, child)),
      run,
    )
  } else if (selected.kind === 'field') {
    schema.typeOf(query.from, selected.path)
    const [first = '', ...rest] = selected.path.split('.')
    if (rest.length === 0) row[first] = record[first] ?? null
    else row[first] = related(row[first], { first, rest: rest.join('.'), record, state: run.state })
  }
}

/** A sub-select's rows; the first of them where there are too many for one answer. */
function listOf(rows: readonly object[], { state }: Run): object | null {
  if (rows.length === 0) return null
  const records = rows.slice(0, state.childRows)
  const isAll = records.length === rows.length
  const rest = `/services/data/v66.0/query/01g5g00000ChiLdAAV-${records.length}`
  return { totalSize: rows.length, done: isAll, ...(!isAll && { nextRecordsUrl: rest }), records }
}

interface Relation {
  readonly first: string
  readonly rest: string
  readonly record: SimRecord
  readonly state: SalesforceState
}

function related(before: unknown, { first, rest, record, state }: Relation): object | null {
  const id = String(record[`${first}Id`] ?? '')
  const target = state.find(targetOf(first, id), id)
  if (!target) return null
  const said = typeof before === 'object' && before !== null ? before : {}
  return { attributes: attributesOf(targetOf(first, id), target), ...said, [rest]: target[rest] ?? null }
}

function valueAt(state: SalesforceState, object: string, record: SimRecord, path: string): SimValue {
  state.schema.typeOf(object, path)
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) return record[first] ?? null
  const id = String(record[`${first}Id`] ?? '')
  const target = state.find(targetOf(first, id), id)
  return target ? valueAt(state, targetOf(first, id), target, rest.join('.')) : null
}

type Test = (record: SimRecord) => boolean

function tester(condition: Condition, object: string, state: SalesforceState): Test {
  switch (condition.kind) {
    case 'not': {
      const inner = tester(condition.of, object, state)
      return record => !inner(record)
    }
    case 'and': {
      const all = condition.of.map(each => tester(each, object, state))
      return record => all.every(test => test(record))
    }
    case 'or': {
      const all = condition.of.map(each => tester(each, object, state))
      return record => all.some(test => test(record))
    }
    case 'in': {
      const { path, negated } = condition
      const type = state.schema.typeOf(object, path)
      const wanted = condition.values.map(literal => literalOf(literal, type, path))
      return record => {
        const value = valueAt(state, object, record, path)
        return wanted.some(each => compare(value, each, type) === 0) !== negated
      }
    }
    case 'compare': {
      const { path, operator } = condition
      const type = state.schema.typeOf(object, path)
      const wanted = literalOf(condition.value, type, path)
      return record => holds(valueAt(state, object, record, path), { operator, wanted, type })
    }
  }
}

interface Wanted {
  readonly operator: Operator
  readonly wanted: SimValue
  readonly type: FieldType
}

function holds(value: SimValue, { operator, wanted, type }: Wanted): boolean {
  if (operator === 'LIKE') return like(value, wanted)
  if (operator === '=') return compare(value, wanted, type) === 0
  if (operator === '!=') return compare(value, wanted, type) !== 0
  if (value === null || wanted === null) return false
  const order = compare(value, wanted, type)
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

function like(value: SimValue, pattern: SimValue): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false
  const source = pattern.replaceAll(/\\([%_])|[%_]|[.*+?^${}()|[\]\\]/g, (part, literal?: string) => {
    if (literal !== undefined) return literal
    if (part === '%') return '[^]*'
    return part === '_' ? '[^]' : `\\${part}`
  })
  return new RegExp(`^${source}$`, 'i').test(value)
}

/** Nothing comes first; ids keep their case, texts do not. */
function compare(a: SimValue, b: SimValue, type: FieldType): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  if (type === 'datetime' || type === 'date') return momentOf(String(a)) - momentOf(String(b))
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [comparable(a, type), comparable(b, type)]
  return left < right ? -1 : left > right ? 1 : 0
}

function comparable(value: SimValue, type: FieldType): string {
  const text = String(value)
  return type === 'id' || type === 'reference' ? (salesforceId(text) ?? text) : text.toLowerCase()
}

function literalOf(literal: Literal, type: FieldType, path: string): SimValue {
  if (literal.kind === 'null') return null
  if (literal.kind === 'number') return literal.number
  if (literal.kind === 'boolean') return literal.is
  if (type === 'any') {
    throw new Refused(400, 'INVALID_FIELD', `field '${path}' can not be filtered in a query call`)
  }
  const isTime = type === 'datetime' || type === 'date'
  if (isTime !== (literal.kind !== 'text')) {
    const message = `value of filter criterion for field '${path}' must be of type ${type}`
    throw new Refused(
      400,
      'INVALID_FIELD',
      isTime ? `${message} and should not be enclosed in quotes` : message,
    )
  }
  if ((type === 'id' || type === 'reference') && salesforceId(literal.text) === null) {
    throw malformed(`invalid ID field: ${literal.text}`)
  }
  return literal.text
}

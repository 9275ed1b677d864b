import { malformed } from './error.ts'

export interface Query {
  readonly select: readonly Selected[]
  readonly from: string
  readonly where: Condition | null
  readonly orderBy: readonly { readonly path: string; readonly descending: boolean }[]
  readonly limit: number | null
}

export type Selected =
  | { readonly kind: 'field'; readonly path: string }
  | { readonly kind: 'count' }
  | { readonly kind: 'children'; readonly query: Query }

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE'

export type Condition =
  | { readonly kind: 'and'; readonly of: readonly Condition[] }
  | { readonly kind: 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly path: string; readonly operator: Operator; readonly value: Literal }
  | {
      readonly kind: 'in'
      readonly path: string
      readonly values: readonly Literal[]
      readonly negated: boolean
    }

/** A value as written: texts in quotes, moments and dates without. */
export type Literal =
  | { readonly kind: 'text' | 'datetime' | 'date'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly is: boolean }
  | { readonly kind: 'null' }

const TOKEN =
  /\s*(?:('(?:[^'\\]|\\.)*')|(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))|(\d{4}-\d\d-\d\d)|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|!=|<>|[=<>(),]))/y

interface Token {
  readonly kind: 'text' | 'datetime' | 'date' | 'number' | 'word' | 'sign'
  readonly text: string
}

const KINDS = ['text', 'datetime', 'date', 'number', 'word', 'sign'] as const

/** Reads the part of SOQL that a query for records needs; anything else is refused as malformed. */
export function parseSoql(soql: string): Query {
  const reader = new Reader(tokensOf(soql.trim()))
  const query = readQuery(reader)
  reader.expectEnd()
  return query
}

function tokensOf(soql: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < soql.length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(soql)
    const index = match ? match.slice(1).findIndex(group => group !== undefined) : -1
    const kind = KINDS[index]
    const text = match?.[index + 1]
    if (!kind || text === undefined)
      throw malformed(`unexpected token at position ${at}: '${soql.slice(at, at + 12)}'`)
    tokens.push({ kind, text })
  }
  return tokens
}

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** Takes the next token where it is this word or sign. */
  takes(text: string): boolean {
    const token = this.#tokens[this.#at]
    const is = token !== undefined && token.kind !== 'text' && token.text.toUpperCase() === text
    if (is) this.#at += 1
    return is
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.unexpected()
  }

  next(): Token {
    const token = this.#tokens[this.#at]
    if (!token) throw malformed("unexpected token: '<EOF>'")
    this.#at += 1
    return token
  }

  word(): string {
    const token = this.next()
    if (token.kind !== 'word') throw malformed(`unexpected token: '${token.text}'`)
    return token.text
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw this.unexpected()
  }

  unexpected(): Error {
    return malformed(`unexpected token: '${this.#tokens[this.#at]?.text ?? '<EOF>'}'`)
  }
}

function readQuery(reader: Reader): Query {
  reader.expect('SELECT')
  const select = listOf(reader, readSelected)
  reader.expect('FROM')
  const from = reader.word()
  const where = reader.takes('WHERE') ? readConditions(reader) : null
  const orderBy = reader.takes('ORDER') ? readOrder(reader) : []
  const limit = reader.takes('LIMIT') ? Number(reader.next().text) : null
  return { select, from, where, orderBy, limit }
}

function listOf<T>(reader: Reader, read: (reader: Reader) => T): T[] {
  const list = [read(reader)]
  while (reader.takes(',')) list.push(read(reader))
  return list
}

function readSelected(reader: Reader): Selected {
  if (reader.takes('(')) {
    const query = readQuery(reader)
    reader.expect(')')
    return { kind: 'children', query }
  }
  const path = reader.word()
  if (path.toUpperCase() !== 'COUNT') return { kind: 'field', path }
  reader.expect('(')
  reader.expect(')')
  return { kind: 'count' }
}

/** AND and OR do not mix without parentheses, as in life. */
function readConditions(reader: Reader): Condition {
  const first = readCondition(reader)
  const kind = reader.takes('AND') ? 'and' : reader.takes('OR') ? 'or' : null
  if (!kind) return first
  const of = [first, readCondition(reader)]
  while (reader.takes(kind.toUpperCase())) of.push(readCondition(reader))
  if (reader.takes(kind === 'and' ? 'OR' : 'AND')) throw malformed('unexpected token: mixed AND and OR')
  return { kind, of }
}

function readCondition(reader: Reader): Condition {
  if (reader.takes('NOT')) return { kind: 'not', of: readCondition(reader) }
  if (reader.takes('(')) {
    const inner = readConditions(reader)
    reader.expect(')')
    return inner
  }
  const path = reader.word()
  const negated = reader.takes('NOT')
  if (reader.takes('IN')) {
    reader.expect('(')
    const values = listOf(reader, readLiteral)
    reader.expect(')')
    return { kind: 'in', path, values, negated }
  }
  if (reader.takes('LIKE')) return { kind: 'compare', path, operator: 'LIKE', value: readLiteral(reader) }
  const sign = reader.next().text
  const operator = OPERATORS[sign]
  if (!operator) throw malformed(`unexpected token: '${sign}'`)
  return { kind: 'compare', path, operator, value: readLiteral(reader) }
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function readLiteral(reader: Reader): Literal {
  const { kind, text } = reader.next()
  if (kind === 'text') return { kind, text: unquoted(text) }
  if (kind === 'datetime' || kind === 'date') return { kind, text }
  if (kind === 'number') return { kind, number: Number(text) }
  const word = text.toLowerCase()
  if (word === 'true' || word === 'false') return { kind: 'boolean', is: word === 'true' }
  if (word === 'null') return { kind: 'null' }
  throw malformed(`unexpected token: '${text}'`)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** `\%` and `\_` keep their backslash: only LIKE takes it away. */
function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, (whole, character: string) => {
    if (character === '%' || character === '_') return whole
    return ESCAPES[character] ?? character
  })
}

function readOrder(reader: Reader): Query['orderBy'] {
  reader.expect('BY')
  return listOf(reader, () => {
    const path = reader.word()
    const descending = reader.takes('DESC')
    if (!descending) reader.takes('ASC')
    return { path, descending }
  })
}

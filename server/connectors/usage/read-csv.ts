import { createReadStream } from 'node:fs'
import { CsvError, type Options, parse } from 'csv-parse'
import type { SourceRecord } from '../../../shared/source-record.ts'
import { TOLERANCE_MS } from '../signature.ts'
import { usageRecord } from './record.ts'
import { UsageMeasure, whyUnreadable } from './usage-event.ts'

const REFERENCES = ['workspace_id', 'salesforce_account_id', 'stripe_customer_id', 'domain'] as const
const COUNTS = ['active_users_14d', 'events_14d', 'health'] as const
/** The columns that are read; any of them but `at` may be left out. */
export const USAGE_COLUMNS = [...REFERENCES, 'at', ...COUNTS, 'last_active_at'] as const

const LONGEST_ROW = 64 * 1024

interface BadRow {
  readonly kind: 'bad'
  readonly line: number
  readonly why: string
}

export type UsageRow =
  | { readonly kind: 'record'; readonly line: number; readonly record: SourceRecord }
  | BadRow

/** The file as a whole is not what it should be; the message says what to do. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile'
}

/**
 * The rows of a CSV file with a header row, as they are read: a file of any length takes the same memory. Separators:
 * comma, semicolon or tab, none of which a column's values hold. `now` in epoch milliseconds. Throws UnusableFile, and
 * what the file system throws.
 */
export async function* readUsageCsv(path: string, now: number): AsyncGenerator<UsageRow> {
  const skipped: BadRow[] = []
  const seen = { header: false, endless: false }
  const file = createReadStream(path)
  const skip = (error: CsvError) => {
    if (!seen.endless) skipped.push(badRow(error))
    if (error.code !== 'CSV_MAX_RECORD_SIZE' || seen.endless) return
    // Told again for each byte that follows, so nothing more is read; rows before it are still on their way.
    seen.endless = true
    file.unpipe(parser)
    parser.end()
  }
  const parser = parse(optionsFor(seen, skip))
  file.on('error', error => parser.destroy(error))
  file.pipe(parser)
  try {
    for await (const { record, info } of parser) {
      // The parser runs ahead: what it skipped further down waits for its place.
      while (skipped[0] && skipped[0].line < info.lines) yield* skipped.splice(0, 1)
      yield readRow(record, { line: info.lines, now })
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    skipped.push(badRow(error))
  } finally {
    file.destroy()
  }
  yield* skipped
  if (!seen.header) checkedColumns([])
}

function optionsFor(seen: { header: boolean }, onSkip: (error: CsvError) => void): Options {
  return {
    bom: true,
    columns: (header: string[]) => {
      seen.header = true
      return checkedColumns(header)
    },
    delimiter: [',', ';', '\t'],
    info: true,
    max_record_size: LONGEST_ROW,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: error => {
      if (error) onSkip(error)
      return undefined
    },
  }
}

function checkedColumns(header: string[]): string[] {
  const columns = header.map(name => name.trim().toLowerCase())
  const known: ReadonlySet<string> = new Set(USAGE_COLUMNS)
  const strange = columns.filter(name => !known.has(name))
  const twice = columns.filter((name, at) => columns.indexOf(name) !== at)
  const expected = `The first line must name columns out of: ${USAGE_COLUMNS.join(', ')}`
  if (strange.length > 0) throw new UnusableFile(`${expected}. Not known: ${strange.join(', ')}`)
  if (twice.length > 0) throw new UnusableFile(`${expected}. Named twice: ${twice.join(', ')}`)
  if (!columns.includes('at')) throw new UnusableFile(`${expected}. The column at is missing`)
  if (!REFERENCES.some(name => columns.includes(name))) {
    throw new UnusableFile(`${expected}. One of ${REFERENCES.join(', ')} is needed to name the account`)
  }
  return columns
}

function readRow(row: Record<string, string>, { line, now }: { line: number; now: number }): UsageRow {
  const text = (name: string) => row[name] || null
  const parsed = UsageMeasure.safeParse({
    account: Object.fromEntries(REFERENCES.map(name => [name, text(name)])),
    at: row.at,
    ...Object.fromEntries(COUNTS.map(name => [name, numberOf(text(name))])),
    last_active_at: text('last_active_at'),
  })
  if (!parsed.success) return { kind: 'bad', line, why: whyUnreadable(parsed.error) }
  // Unlike a sender's clock, a wrong year in a file can be put right by whoever imports it.
  if (parsed.data.at > now + TOLERANCE_MS) return { kind: 'bad', line, why: 'at: must not be in the future' }
  return { kind: 'record', line, record: usageRecord(parsed.data, now) }
}

/** What is no number stays a text, which the shape then refuses: `Number('')` would be 0. */
function numberOf(text: string | null): number | string | null {
  if (text === null) return null
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

const ENDS_IN_IT: ReadonlySet<string> = new Set(['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'])

function badRow(error: CsvError): BadRow {
  const line = typeof error.lines === 'number' ? error.lines : 0
  const why = ENDS_IN_IT.has(error.code) ? `${error.message}; nothing from there on was read` : error.message
  return { kind: 'bad', line, why }
}

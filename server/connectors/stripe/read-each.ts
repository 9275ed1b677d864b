import type { SourceRecord } from '../../../shared/source-record.ts'
import { type ChangedSubject, type SyncPage, VendorUnavailable } from '../connector.ts'

const AT_ONCE = 8

/** What an object came to. */
export interface Found {
  readonly records: readonly SourceRecord[]
  readonly subjects: readonly ChangedSubject[]
}

export function found(records: readonly SourceRecord[], subjects: readonly ChangedSubject[] = []): Found {
  return { records, subjects }
}

type Readable = Required<Pick<SyncPage, 'records' | 'subjects' | 'unreadable'>>

export const nothing = (): Readable => ({ records: [], subjects: [], unreadable: [] })

interface Way<T> {
  readonly nameOf: (row: T) => string
  readonly read: (row: T) => Promise<Found>
}

/**
 * Reads rows, some at a time. One that cannot be made sense of is named and left out, as it must not hold up all
 * others for ever; where Stripe cannot be reached, the whole page has failed.
 */
export async function readEach<T>(rows: readonly T[], way: Way<T>): Promise<Readable> {
  const results: (Found | string)[] = []
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    results.push(...(await Promise.all(rows.slice(from, from + AT_ONCE).map(row => readOne(row, way)))))
  }
  const seen = results.filter(result => typeof result !== 'string')
  return {
    records: seen.flatMap(({ records }) => records),
    subjects: seen.flatMap(({ subjects }) => subjects),
    unreadable: results.filter(result => typeof result === 'string'),
  }
}

async function readOne<T>(row: T, { nameOf, read }: Way<T>): Promise<Found | string> {
  try {
    return await read(row)
  } catch (error) {
    if (error instanceof VendorUnavailable) throw error
    return row ? nameOf(row) : 'an empty row'
  }
}

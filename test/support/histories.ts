import fc from 'fast-check'
import type { Identifier, RecordName, SourceRecord } from '../../shared/source-record.ts'
import { aSourceRecord, nameKey } from '../../shared/source-record.ts'

/** A generated past: what the sources looked like at each reading, and the order in which the readings arrived. */
export interface History {
  /** Readings of records, each at its own moment, in the order of those moments. */
  readonly readings: readonly SourceRecord[]
  /** Indexes of readings in the order they arrive; some more than once. */
  readonly arrivals: readonly number[]
  /** Arrivals are written in groups of these sizes, as webhooks, polls and backfills do. */
  readonly groups: readonly number[]
  /** Which groups meet a crash before their commit, and are tried again. */
  readonly crashes: readonly boolean[]
}

const START = Date.parse('2026-11-20T09:00:00Z')

/** Eight records in four systems that may or may not be the same two or three customers. */
const NAMES: readonly RecordName[] = [
  { source: 'salesforce', type: 'account', id: 'A' },
  { source: 'salesforce', type: 'account', id: 'B' },
  { source: 'zendesk', type: 'organization', id: 'Z' },
  { source: 'stripe', type: 'customer', id: 'S' },
  { source: 'stripe', type: 'customer', id: 'T' },
  { source: 'salesforce', type: 'contact', id: 'C' },
  { source: 'zendesk', type: 'user', id: 'U' },
  { source: 'zendesk', type: 'ticket', id: '1' },
]

const EMAILS = ['dana@acme.example', 'eve@globex.example', 'shared@gmail.com']
const DOMAINS = ['acme.example', 'globex.example']

const key: fc.Arbitrary<Identifier> = fc.oneof(
  fc.constantFrom(...EMAILS).map(value => ({ kind: 'email', value })),
  fc.constantFrom(...DOMAINS).map(value => ({ kind: 'domain', value })),
  fc.constantFrom('A', 'B').map(value => ({ kind: 'salesforce-account', value })),
  fc.constantFrom('S', 'T').map(value => ({ kind: 'stripe-customer', value })),
)

/** What a record of each kind may hang on, at different times. */
const ABOVE: Readonly<Record<string, readonly (RecordName | null)[]>> = {
  'salesforce:contact:C': [nameAt(0), nameAt(1), null],
  'zendesk:user:U': [nameAt(2), null],
  'zendesk:ticket:1': [nameAt(2), nameAt(6)],
}

function nameAt(index: number): RecordName {
  const name = NAMES[index]
  if (!name) throw new Error(`There are ${NAMES.length} names`)
  return name
}

function roleOf({ type }: RecordName): SourceRecord['role'] {
  if (type === 'ticket') return 'part'
  return type === 'contact' || type === 'user' ? 'person' : 'account'
}

function readingOf(name: RecordName): fc.Arbitrary<SourceRecord> {
  const role = roleOf(name)
  const above = ABOVE[nameKey(name)] ?? [null]
  return fc
    .record({
      keys:
        role === 'part'
          ? fc.constant([])
          : fc.uniqueArray(key, { maxLength: 2, selector: k => `${k.kind}${k.value}` }),
      belongsTo: fc.constantFrom(...above),
      said: fc.constantFrom('one', 'two', 'three'),
      gone: role === 'account' ? fc.integer({ min: 0, max: 9 }).map(dice => dice === 0) : fc.constant(false),
      // A clock of its own, which may be behind or ahead, and may go back in time.
      skew: fc.integer({ min: -3, max: 3 }),
    })
    .map(({ keys, belongsTo, said, gone, skew }) =>
      aSourceRecord(name, {
        role,
        belongsTo,
        keys,
        fields:
          role === 'part'
            ? []
            : [{ field: role === 'account' ? 'name' : 'language', content: { kind: 'text', text: said } }],
        label: said,
        changedAt: START + skew * 60_000,
        readAt: START,
        gone,
      }),
    )
}

export const history: fc.Arbitrary<History> = fc
  .array(fc.constantFrom(...NAMES).chain(readingOf), { minLength: 3, maxLength: 14 })
  .map(readings => readings.map((reading, at) => ({ ...reading, readAt: START + at * 1_000 })))
  .chain(readings => {
    const each = readings.map((_, at) => at)
    return fc.record({
      readings: fc.constant(readings),
      arrivals: fc
        .tuple(fc.constant(each), fc.array(fc.constantFrom(...each), { maxLength: 5 }))
        .chain(([all, again]) =>
          fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }),
        ),
      groups: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 19, maxLength: 19 }),
      crashes: fc.array(fc.boolean(), { minLength: 19, maxLength: 19 }),
    })
  })

/** The readings as they arrive, group by group. */
export function groupsOf({ readings, arrivals, groups }: History): SourceRecord[][] {
  const arriving = arrivals.flatMap(at => readings[at] ?? [])
  const written: SourceRecord[][] = []
  for (let at = 0, turn = 0; at < arriving.length; turn += 1) {
    const size = groups[turn] ?? 1
    written.push(arriving.slice(at, at + size))
    at += size
  }
  return written
}

import { type Expression, type SqlBool, sql } from 'kysely'
import { decodeTime } from 'ulid'
import type { NoReplay, SignalEntry, SignalState } from '../../shared/signal-entry.ts'
import type { Reader } from '../store/store.ts'
import type { StoredSignal } from './store.ts'

/** How far the time in an id may be from that of its neighbours: servers' clocks differ, and arrivals wait in groups. */
const SLACK_MS = 10 * 60_000

/** A signal without what came, which may be two megabytes. */
export type LoggedSignal = Omit<StoredSignal, 'body'>

const LOGGED = [
  'seq',
  'id',
  'source',
  'dedupe_key',
  'type',
  'subject',
  'occurred_at',
  'received_at',
  'from_us',
  'state',
  'attempts',
  'next_at',
  'lease_until',
  'note',
  'note_de',
] as const

/** The newest signals of a state, or of all, newest first. */
export function listSignals(db: Reader, { state, limit }: { state: SignalState | null; limit: number }) {
  const query = db.selectFrom('signals').select(LOGGED).orderBy('seq', 'desc').limit(limit)
  return state ? query.where(isIn(state)).execute() : query.execute()
}

/** How many wait, and how many a person must look at. */
export async function countOpenSignals(db: Reader): Promise<{ stored: number; unreadable: number }> {
  const count = async (state: SignalState) => {
    const query = db.selectFrom('signals').select(of => of.fn.countAll<number | string>().as('count'))
    return Number((await query.where(isIn(state)).executeTakeFirstOrThrow()).count)
  }
  return { stored: await count('stored'), unreadable: await count('unreadable') }
}

/** Written out, so that the indexes of the rare states serve: a parameter could be any state. */
function isIn(state: SignalState): Expression<SqlBool> {
  return sql<SqlBool>`state = ${sql.lit(state)}`
}

/**
 * An id has no index, as that would cost every webhook. But it begins with its time, and signals are numbered as they
 * arrive, so only its neighbours are looked through.
 */
export async function findSignal(db: Reader, id: string): Promise<StoredSignal | null> {
  const at = timeIn(id)
  if (at === null) return null
  const [from, to] = [await firstSince(db, at - SLACK_MS), await firstSince(db, at + SLACK_MS)]
  const query = db.selectFrom('signals').selectAll().where('id', '=', id)
  return (await query.where('seq', '>=', from).where('seq', '<', to).executeTakeFirst()) ?? null
}

function timeIn(id: string): number | null {
  try {
    return decodeTime(id.replace(/^sig_/, ''))
  } catch {
    return null
  }
}

/** The number of the first signal that came at `at` or later, by halving. */
async function firstSince(db: Reader, at: number): Promise<number> {
  const numbered = db
    .selectFrom('signals')
    .select(of => [of.fn.min('seq').as('first'), of.fn.max('seq').as('last')])
  const { first, last } = await numbered.executeTakeFirstOrThrow()
  let [low, high] = [first, last + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const next = db.selectFrom('signals').select(['seq', 'received_at']).where('seq', '>=', middle)
    const row = await next.orderBy('seq').limit(1).executeTakeFirstOrThrow()
    if (row.received_at < at) low = row.seq + 1
    else high = middle
  }
  return low
}

/** Why a signal cannot be worked on again; null where it can. */
export function refusalToReplay({
  subject,
  state,
}: Pick<LoggedSignal, 'subject' | 'state'>): NoReplay | null {
  // Unreadable for want of JSON stays so; unreadable because a vendor's answer made no sense may have mended.
  if (state === 'unreadable' && subject === null) return 'unreadable'
  return subject === null ? 'without-subject' : null
}

export function asSignalEntry(row: LoggedSignal): SignalEntry {
  const { id, source, type, subject, state, attempts, note } = row
  const nextAt = state === 'stored' ? row.next_at : null
  const words = note === null ? null : { en: note, de: row.note_de ?? note }
  const times = { occurredAt: row.occurred_at, receivedAt: row.received_at, nextAt }
  return { id, source, type, subject, state, ...times, attempts, note: words, noReplay: refusalToReplay(row) }
}

import type { ContextFieldName, FieldContent } from '../../shared/context-record.ts'
import { type Money, sumMoney } from '../../shared/money.ts'
import type { Reader } from '../store/store.ts'
import { countSince, disputesOf, openParts, paymentsSince } from './account-store.ts'
import { fieldsIn } from './fields-in.ts'
import type { SaidField } from './read-context-record.ts'
import type { RecordRow } from './record-store.ts'

const DAY = 86_400_000
const CONTACT_WINDOW = 30 * DAY
const REFUND_WINDOW = 90 * DAY
/** Of more payments in the window no sum is formed. */
const PAYMENTS_READ = 500
const CONTACTS = ['ticket', 'case', 'incident']

type Payment = Counted & Pick<RecordRow, 'fields'>

interface Question {
  readonly anchors: readonly string[]
  /** Epoch milliseconds. */
  readonly now: number
  /** Whether all tickets or cases were read once, so that none found means none. */
  readonly contactsKnown: boolean
}

/**
 * Fields no source says in so many words, counted from the records that were read. Their source is that of the newest
 * record counted, their age that of its last reading. Nothing counted is unknown unless everything was read.
 */
export async function computedFields(db: Reader, question: Question): Promise<SaidField[]> {
  const { anchors, now, contactsKnown } = question
  const since = now - CONTACT_WINDOW
  const contacts = await countSince(db, { anchors, types: CONTACTS, since })
  const incidents = await openParts(db, { anchors, types: ['incident'] })
  const disputes = await disputesOf(db, anchors)
  const payments = await paymentsSince(db, { anchors, since: now - REFUND_WINDOW, limit: PAYMENTS_READ })
  return [
    ...refundField(payments),
    ...counted('contacts_30d', contacts, contactsKnown ? now : null),
    ...counted(
      'open_incidents',
      { count: incidents.length, newest: newestOf(incidents) },
      contactsKnown ? now : null,
    ),
    ...disputeField(disputes),
  ]
}

interface Counted {
  readonly source: string
  readonly id: string
  readonly changed_at: number
  readonly read_at: number
}

function counted(
  field: ContextFieldName,
  { count, newest }: { count: number; newest: Counted | null },
  knownAt: number | null,
): SaidField[] {
  if (newest) return [said(field, { kind: 'count', count }, newest)]
  if (knownAt === null) return []
  const nothing = { source: 'meshline', id: field, changed_at: knownAt, read_at: knownAt }
  return [said(field, { kind: 'count', count: 0 }, nothing)]
}

/** What was refunded of the payments of the window; unknown where their currencies differ, or some were not looked at. */
function refundField(payments: readonly Payment[]): SaidField[] {
  const newest = newestOf(payments)
  const [first, ...rest] = payments.flatMap(refundedOf)
  if (!newest || !first || payments.length === PAYMENTS_READ) return []
  if (rest.some(({ currency }) => currency !== first.currency)) return []
  return [said('refunds_90d', { kind: 'money', money: sumMoney(first, ...rest) }, newest)]
}

function refundedOf(payment: Payment): Money[] {
  return fieldsIn(payment).flatMap(({ content }) => (content.kind === 'money' ? [content.money] : []))
}

/** `1 won 2025-06, 1 open 2026-11`: how each kind ended and when the last of it began. */
function disputeField(
  disputes: readonly (Counted & { state: string | null; happened_at: number | null })[],
): SaidField[] {
  const newest = newestOf(disputes)
  if (!newest) return []
  const byState = Map.groupBy(disputes, ({ state }) => state ?? 'open')
  const text = [...byState].map(([state, those]) => {
    const last = Math.max(...those.map(({ happened_at }) => happened_at ?? 0))
    return `${those.length} ${state} ${new Date(last).toISOString().slice(0, 7)}`
  })
  return [said('disputes', { kind: 'text', text: text.join(', ') }, newest)]
}

function newestOf<T extends Counted>(rows: readonly T[]): T | null {
  return rows.reduce<T | null>(
    (newest, row) => (!newest || row.changed_at > newest.changed_at ? row : newest),
    null,
  )
}

function said(field: ContextFieldName, content: FieldContent, row: Counted): SaidField {
  const { source, id, changed_at, read_at } = row
  return { field, value: { content, source, sourceId: id, changedAt: changed_at, readAt: read_at } }
}

import type { Facts } from '../../shared/facts.ts'
import { mergePauses, type PlannedClock, planClocks } from '../../shared/plan-clocks.ts'
import { dueAtOf, isPaused, type Pause } from '../../shared/sla.ts'
import { type SlaRule, TICKET_CLOCKS } from '../../shared/sla-policy.ts'
import type { TicketTimeline } from '../../shared/ticket-timeline.ts'
import { releaseMails } from '../mail/release-mails.ts'
import { settleFailures } from '../mail/settle-failures.ts'
import { readPolicy } from '../policies/store.ts'
import type { Tx } from '../store/store.ts'
import { armTimer, disarmTimer } from '../timers/arm-timer.ts'
import { matchingRule } from './matching-rule.ts'
import { iso, noteClock, settleMiss } from './run-clock.ts'
import {
  type ClockRow,
  clockRowsOfItem,
  endPause,
  insertClock,
  insertPause,
  pausesOf,
  updateClock,
} from './store.ts'
import { watchShares } from './watch-shares.ts'

/** A ticket's course, and what policies may ask of its item. */
export interface ClockMatter {
  readonly itemId: string
  readonly timeline: TicketTimeline
  readonly facts: Facts
}

const TEN_YEARS_MS = 3_653 * 86_400_000

/**
 * Brings the clocks of a ticket to what its course and the SLA policy say. What has passed stays: pauses that ended,
 * a miss, and the clocks of an earlier rule, which stop. Twice on the same course changes nothing.
 */
export async function moveClocks(tx: Tx, matter: ClockMatter): Promise<void> {
  const { policy, version, createdAt } = await readPolicy(tx.db, 'sla')
  const heldSince = createdAt ?? 0
  const rule = matchingRule(policy, matter.facts, tx.now)
  const { calendar, calendarVersion } = await calendarOf(tx, rule)
  const planned = rule ? planClocks(matter.timeline, rule, calendar) : []
  const rows = (await clockRowsOfItem(tx.db, matter.itemId)).filter(({ kind, subject_id }) =>
    isOurs(kind, subject_id, matter),
  )
  const isPlanned = (row: ClockRow) => planned.some(plan => isOf(plan, row))
  for (const row of rows.filter(one => one.stopped_at === null && !isPlanned(one))) await dropClock(tx, row)
  if (!rule) return
  for (const plan of planned) {
    const row = rows.find(one => isOf(plan, one)) ?? null
    await moveClock(tx, { itemId: matter.itemId, plan, row, rule, version, calendarVersion, heldSince })
  }
}

/** The calendar a rule counts by, as it is now; most rules of no business time need none. */
async function calendarOf(tx: Tx, rule: SlaRule | null) {
  if (!rule?.calendar) return { calendar: null, calendarVersion: 0 }
  const { policy, version } = await readPolicy(tx.db, 'calendars')
  return {
    calendar: policy.calendars.find(({ name }) => name === rule.calendar) ?? null,
    calendarVersion: version,
  }
}

function isOurs(kind: string, subjectId: string, { timeline }: ClockMatter): boolean {
  const [ticketId] = subjectId.split(':')
  return TICKET_CLOCKS.some(one => one === kind) && ticketId === timeline.ticketId
}

function isOf({ kind, subjectId }: PlannedClock, row: ClockRow): boolean {
  return row.kind === kind && row.subject_id === subjectId
}

interface Move {
  readonly itemId: string
  readonly plan: PlannedClock
  readonly row: ClockRow | null
  readonly rule: SlaRule
  readonly version: number
  readonly calendarVersion: number
  /** When the policy began to hold; epoch milliseconds. */
  readonly heldSince: number
}

async function moveClock(tx: Tx, move: Move): Promise<void> {
  const { row } = move
  const stored = row ? ((await pausesOf(tx.db, [row.id])).get(row.id) ?? []) : []
  const plan = { ...move.plan, pauses: mergePauses(stored, move.plan.pauses, tx.now) }
  const columns = columnsOf({ ...move, plan }, tx.now)
  if (row && isSame(row, columns) && JSON.stringify(stored) === JSON.stringify(plan.pauses)) return
  // Another policy or priority gave it more time; the audit log keeps that it was missed by the one before.
  const forgiven =
    row !== null && row.missed_at !== null && plan.stoppedAt === null && columns.due_at > tx.now
  const isOverdue =
    (row?.missed_at ?? null) === null &&
    !isPaused(plan) &&
    plan.stoppedAt === null &&
    columns.due_at <= move.heldSince
  const missedAt = forgiven ? null : (row?.missed_at ?? (isOverdue ? tx.now : null))
  const name = { item_id: move.itemId, kind: plan.kind, subject_id: plan.subjectId }
  const id = row?.id ?? (await insertClock(tx, { ...name, ...columns }))
  if (row || isOverdue) await updateClock(tx, id, { ...columns, missed_at: missedAt })
  await keepPauses(tx, id, { stored, pauses: plan.pauses })
  if (row?.stopped_at === null && plan.stoppedAt !== null) await settleMiss(tx, row)
  if (isOverdue) await disarmTimer(tx, { kind: 'clock-due', subjectId: id })
  else await watch(tx, { id, missedAt, plan, dueAt: columns.due_at })
  if (move.rule.mail) {
    const { heldSince, rule } = move
    await watchShares(tx, { id, plan, warnAt: rule.warnAt, dueAt: columns.due_at, heldSince })
  }
  const said = row
    ? { action: 'clock.moved', words: changeWords(row, columns, plan) }
    : { action: 'clock.started', words: `${plan.kind} due ${iso(columns.due_at)} by ${move.rule.name}` }
  await noteClock(tx, { itemId: move.itemId, subjectId: plan.subjectId }, said.action, said.words)
}

type Columns = ReturnType<typeof columnsOf>

function columnsOf({ plan, rule, version, calendarVersion }: Move, now: number) {
  return {
    unit: plan.unit,
    started_at: plan.startedAt,
    target_ms: plan.targetMs,
    // A calendar that never opens again leaves nothing to wait for.
    due_at: dueAtOf(plan, plan.stoppedAt ?? now) ?? plan.startedAt + TEN_YEARS_MS,
    stopped_at: plan.stoppedAt,
    calendar: plan.calendar?.name ?? null,
    calendar_version: plan.calendar ? calendarVersion : null,
    rule: rule.name,
    policy_version: version,
    warn_at: JSON.stringify(rule.warnAt),
  }
}

function isSame(row: ClockRow, columns: Columns): boolean {
  const { due_at: _, ...fixed } = columns
  return Object.entries(fixed).every(([name, value]) => Reflect.get(row, name) === value)
}

/** New pauses are written down, and the one that lasted ends; what has ended stays as it is. */
async function keepPauses(
  tx: Tx,
  id: string,
  { stored, pauses }: { stored: readonly Pause[]; pauses: readonly Pause[] },
): Promise<void> {
  for (const pause of pauses) {
    const known = stored.find(({ from }) => from === pause.from)
    if (!known) await insertPause(tx, id, pause)
    else if (known.until === null && pause.until !== null) await endPause(tx, id, pause)
  }
}

interface Watched {
  readonly id: string
  readonly missedAt: number | null
  readonly plan: PlannedClock
  readonly dueAt: number
}

/** Wakes at the due time of a clock that runs; a paused one has none. */
async function watch(tx: Tx, { id, missedAt, plan, dueAt }: Watched): Promise<void> {
  const timer = { kind: 'clock-due' as const, subjectId: id }
  if (plan.stoppedAt !== null || isPaused(plan)) return disarmTimer(tx, timer)
  // What was missed goes on being escalated by its own timer; what was overdue when the rule came is nobody's lapse.
  if (missedAt === null) await armTimer(tx, { ...timer, dueAt })
}

function changeWords(row: ClockRow, columns: Columns, plan: PlannedClock): string {
  if (columns.stopped_at !== null && row.stopped_at === null) {
    return `${plan.kind} stopped ${columns.stopped_at > columns.due_at ? 'missed' : 'in time'}`
  }
  const by = columns.policy_version === row.policy_version ? '' : `; policy version ${columns.policy_version}`
  return `${plan.kind} due ${iso(row.due_at)} before, ${iso(columns.due_at)} now${by}`
}

/** No rule gives the item this clock any more. */
async function dropClock(tx: Tx, row: ClockRow): Promise<void> {
  await updateClock(tx, row.id, { stopped_at: tx.now })
  await settleMiss(tx, row)
  for (const kind of ['clock-due', 'clock-warn'] as const) await disarmTimer(tx, { kind, subjectId: row.id })
  await releaseMails(tx, row.id)
  await settleFailures(tx, { clockId: row.id, memberId: null, cause: 'No rule sets the clock any more' })
  const order = { itemId: row.item_id, subjectId: row.subject_id }
  await noteClock(tx, order, 'clock.dropped', `${row.kind}: no rule sets it any more`)
}

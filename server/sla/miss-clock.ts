import { advance } from '../../shared/business-time.ts'
import { CLOCK_WORDS } from '../../shared/clock-words.ts'
import type { Localized } from '../../shared/locale.ts'
import { msOf } from '../../shared/policy-parts.ts'
import type { BumpStep, SlaRule } from '../../shared/sla-policy.ts'
import { raiseException } from '../exceptions/raise-exception.ts'
import { ownershipOf, readItem } from '../ownership/store.ts'
import type { Tx } from '../store/store.ts'
import { armTimer } from '../timers/arm-timer.ts'
import { type Bump, bumpItem } from './bump-item.ts'
import { type BumpRow, bumpsOf } from './bump-store.ts'
import { mailOwner } from './mail-owner.ts'
import { ruleOfClock } from './rule-of-clock.ts'
import { iso, noteClock } from './run-clock.ts'
import { type ClockRow, clocksOf, findClockById, markMissed } from './store.ts'

/**
 * The due time of a clock has come: the miss is written down and the item goes up, in one transaction and once, however
 * many servers wake for it and however late. Steps of an escalation follow each other by timers of their own.
 * Returns the step that was taken now, if one was.
 */
export async function missClock(tx: Tx, clockId: string): Promise<TakenBump | null> {
  const row = await findClockById(tx.db, clockId)
  if (!row || row.stopped_at !== null) return idle(tx, clockId, 'The clock stopped before it ran out')
  if (row.missed_at === null) {
    if (!(await markMissed(tx, clockId))) {
      await armTimer(tx, { kind: 'clock-due', subjectId: clockId, dueAt: row.due_at })
      return idle(tx, clockId, `The clock was moved; it runs out ${iso(row.due_at)}`)
    }
    await noteMiss(tx, row)
  }
  return escalate(tx, row)
}

/** A step that was taken, of which clock and by which rule. */
export interface TakenBump extends Bump {
  readonly clock: ClockRow
  readonly rule: SlaRule
}

async function noteMiss(tx: Tx, row: ClockRow): Promise<void> {
  const order = { itemId: row.item_id, subjectId: row.subject_id }
  await noteClock(
    tx,
    order,
    'clock.missed',
    `${row.kind} ran out ${iso(row.due_at)}, noticed ${tx.now - row.due_at} ms later`,
  )
  // Whoever let an approval run out is told by the proposal itself.
  if (row.kind === 'approval-wait') return
  const { person } = ownershipOf(await readItem(tx.db, row.item_id))
  if (person) await mailOwner(tx, row, { kind: 'missed', moment: row.due_at, memberId: person.id })
  const who: Localized = person
    ? { en: `${person.name} has it.`, de: `Es liegt bei ${person.name}.` }
    : { en: 'Nobody has it.', de: 'Es liegt bei niemandem.' }
  await raiseException(tx, {
    kind: 'sla-missed',
    about: row.id,
    itemId: row.item_id,
    summary: {
      en: `${CLOCK_WORDS[row.kind].en} was not kept. ${who.en} Answer now, and say why it was late.`,
      de: `${CLOCK_WORDS[row.kind].de} wurde nicht gehalten. ${who.de} Jetzt antworten und sagen, warum es spät wurde.`,
    },
  })
}

async function escalate(tx: Tx, row: ClockRow): Promise<TakenBump | null> {
  const rule = (await ruleOfClock(tx.db, row))?.rule
  const taken = rule ? await bumpsOf(tx.db, row.id) : []
  const step = rule?.bumps[taken.length]
  if (!rule || !step) return null
  const dueAt = await stepDueAt(tx, row, { step, last: taken.at(-1) ?? null })
  if (dueAt === null || dueAt > tx.now) {
    await waitFor(tx, row, dueAt)
    return null
  }
  const bump = await bumpItem(tx, row, { step: taken.length, to: step.to })
  const next = rule.bumps[taken.length + 1]
  if (next) await waitFor(tx, row, await stepDueAt(tx, row, { step: next, last: { at: tx.now } }))
  else await noteEnd(tx, row, rule)
  return { ...bump, clock: row, rule }
}

/** When a step is due: its delay after the one before, or after the due time, in the clock's unit. */
async function stepDueAt(
  tx: Tx,
  row: ClockRow,
  { step, last }: { step: BumpStep; last: Pick<BumpRow, 'at'> | null },
): Promise<number | null> {
  const from = last?.at ?? row.due_at
  if (!step.after) return from
  const [clock] = await clocksOf(tx.db, [row])
  const ms = msOf(step.after)
  return clock?.unit === 'business' && clock.calendar ? advance(clock.calendar, from, ms) : from + ms
}

async function waitFor(tx: Tx, { id }: ClockRow, dueAt: number | null): Promise<void> {
  if (dueAt !== null) await armTimer(tx, { kind: 'clock-due', subjectId: id, dueAt: Math.max(dueAt, tx.now) })
}

function noteEnd(tx: Tx, row: ClockRow, rule: SlaRule): Promise<void> {
  const order = { itemId: row.item_id, subjectId: row.subject_id }
  return noteClock(
    tx,
    order,
    'clock.escalation-ended',
    `${rule.title}: the last step was taken; nobody is told after this`,
  )
}

async function idle(tx: Tx, clockId: string, summary: string): Promise<null> {
  const subject = { kind: 'clock', id: clockId }
  await tx.audit({ action: 'timer.idle', outcome: 'done', subject, itemId: null, summary })
  return null
}

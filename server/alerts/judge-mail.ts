import { thresholdsOf } from '../../shared/clock-warnings.ts'
import { quietEndsAt } from '../../shared/quiet-hours.ts'
import { isPaused } from '../../shared/sla.ts'
import type { MailJudgement } from '../mail/send-mails.ts'
import { isOutdated, type MailRow, PAUSED } from '../mail/store.ts'
import { isActive, readItem } from '../ownership/store.ts'
import { ruleOfClock } from '../sla/rule-of-clock.ts'
import { type ClockRow, clocksOf, findClockById } from '../sla/store.ts'
import type { Tx } from '../store/store.ts'
import { type AlertMark, marksOf, readQuietHours } from './store.ts'

/** A clock that goes on has its mails looked at; after so long they are in any case, in case none ever does. */
const LONGEST_PAUSE_MS = 86_400_000

/**
 * Whether a mail is still to be sent, asked before every attempt: hours may lie between its moment and its going out,
 * and nobody is to be told of what was answered meanwhile.
 */
export async function judgeMail(tx: Tx, mail: MailRow): Promise<MailJudgement> {
  const { db, now } = tx
  const { clock_id, member_id } = mail
  const row = await findClockById(db, clock_id)
  const item = await readItem(db, mail.item_id)
  if (!row || row.stopped_at !== null || item.status === 'done') return drop('It was answered before')
  if (!(await ruleOfClock(db, row))?.rule.mail) return drop('No rule asks for it any more')
  if (!(await isActive(db, member_id))) return drop('They have left')
  const mark = (await marksOf(db, member_id, [clock_id])).get(clock_id) ?? null
  if (mark && mark.acknowledged_at !== null) return drop('They have acknowledged it')
  if (await isOutdated(db, mail)) return drop('A later mail says more')
  if (mail.kind !== 'missed' && item.owner_id !== member_id) return drop('Somebody else has it now')
  if (mail.kind !== 'warned' && row.missed_at === null) return drop('There is more time now')
  const against = mail.kind === 'warned' ? await judgeWarning(tx, row, mark) : null
  if (against) return against
  const until = quietEndsAt(await readQuietHours(db, member_id), now)
  return until === null ? { kind: 'send' } : { kind: 'wait', until, why: 'their quiet hours' }
}

/** What speaks against a warning and not against telling of a miss. */
async function judgeWarning(tx: Tx, row: ClockRow, mark: AlertMark | null): Promise<MailJudgement | null> {
  const [clock] = await clocksOf(tx.db, [row])
  if (!clock || isPaused(clock)) return { kind: 'wait', until: tx.now + LONGEST_PAUSE_MS, why: PAUSED }
  if (clock.dueAt <= tx.now) return drop('Its time has run out meanwhile')
  const [first] = thresholdsOf(clock, tx.now)
  if (first === undefined || first > tx.now) return drop('There is more time now')
  const until = mark?.snoozed_until ?? 0
  return until > tx.now ? { kind: 'wait', until, why: 'they put it off' } : null
}

function drop(why: string): MailJudgement {
  return { kind: 'drop', why }
}

import { aheadOf } from '../clock-offset.ts'
import type { Result } from '../failure.ts'
import type { AlertsView } from '../messages.ts'
import { setAlarms } from './alarms.ts'
import { type KnownAlerts, openAlertBook } from './alert-book.ts'
import { isOpen, paintBadge } from './badge.ts'
import { keepNotices, showAlert, showTogether } from './notices.ts'
import { alarmTimes, dueAt, planWarnings } from './plan-warnings.ts'

/** What comes within a minute is also timed by the worker itself: alarms may come half a minute late. */
const SOON_MS = 60_000

export interface AlertKeeper {
  readonly known: () => Promise<KnownAlerts | null>
  /** Keeps what the server said, and tells of what is due. */
  readonly take: (answer: Result<AlertsView>) => Promise<void>
  /** Tells of what is due by what is known now. */
  readonly tell: () => Promise<void>
  /** Nothing of a customer stays, nobody is told of anything. */
  readonly drop: () => Promise<void>
}

/** Keeps the book of alerts, and badge, notices and alarms by it. One thing after the other. */
export function createAlertKeeper(onSoon: () => void): AlertKeeper {
  const book = openAlertBook()
  const inTurn = createTurns()
  let soon: ReturnType<typeof setTimeout> | undefined

  async function take(answer: Result<AlertsView>): Promise<void> {
    if (isSignedOut(answer)) return drop()
    if (answer.ok) {
      const aheadMs = aheadOf(answer.value)
      const now = Date.now() + aheadMs
      const before = (await book.known())?.view ?? null
      const planned = planWarnings(await book.warnings(), { before, next: answer.value, now })
      await book.save({ view: answer.value, aheadMs }, planned)
      await keepNotices(answer.value.alerts.filter(alert => isOpen(alert, now)))
    }
    return tell()
  }

  async function tell(): Promise<void> {
    const known = await book.known()
    if (!known) return drop()
    const now = Date.now() + known.aheadMs
    const due = dueAt(now, known.view, await book.warnings())
    for (const alert of due.single) await showAlert(alert, now)
    if (due.together.length > 0) await showTogether(due.together, now)
    // After the notice: a worker ended in between gives it twice under one id, and never not at all.
    await book.told(due.settled, now)
    await paintBadge(known.view.alerts, now)
    const times = alarmTimes(now, known.view, await book.warnings())
    await setAlarms(times.map(at => at - known.aheadMs))
    clearTimeout(soon)
    const [next] = times
    if (next !== undefined && next - now < SOON_MS) soon = setTimeout(onSoon, next - now)
  }

  async function drop(): Promise<void> {
    clearTimeout(soon)
    await book.clear()
    await paintBadge([], Date.now())
    await keepNotices([])
    await setAlarms([])
  }

  return {
    known: book.known,
    take: answer => inTurn(() => take(answer)),
    tell: () => inTurn(tell),
    drop: () => inTurn(drop),
  }
}

function isSignedOut(answer: Result<AlertsView>): boolean {
  return !answer.ok && (answer.failure.kind === 'not-set-up' || answer.failure.kind === 'signed-out')
}

/** One after the other, whatever became of the one before. A full disk keeps nobody from being shown the list. */
function createTurns() {
  let last = Promise.resolve()
  return (work: () => Promise<void>): Promise<void> => {
    last = last.then(work).catch(error => console.warn('Alerts could not be looked after', error))
    return last
  }
}

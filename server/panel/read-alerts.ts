import { warningsOf } from '../../shared/clock-warnings.ts'
import type { Member } from '../../shared/member.ts'
import { Ownership } from '../../shared/ownership.ts'
import type { Alert } from '../../shared/panel.ts'
import type { QuietHours } from '../../shared/quiet-hours.ts'
import { burnDown, type Clock } from '../../shared/sla.ts'
import { deskRecordOf } from '../../shared/work-item.ts'
import { type AlertMark, marksOf, readQuietHours } from '../alerts/store.ts'
import { readAccountFace } from '../context/read-context-record.ts'
import { linksOfItem } from '../ownership/store.ts'
import { clocksOf, runningClocks } from '../sla/store.ts'
import type { Reader } from '../store/store.ts'

export type AlertScope = 'mine' | 'team' | 'all'

interface AlertQuestion {
  readonly viewer: Member
  readonly scope: AlertScope
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Clocks that run, soonest due first. `team` are the items of everybody who shares a role with the viewer.
 */
export async function readAlerts(
  db: Reader,
  { viewer, scope, now }: AlertQuestion,
): Promise<{ alerts: Alert[]; nextDueAt: number | null; readAt: number; quietHours: QuietHours | null }> {
  const rows = await runningClocks(db, await ownersIn(db, viewer, scope))
  const clocks = new Map((await clocksOf(db, rows)).map(clock => [clock.id, clock]))
  const marks = await marksOf(db, viewer.id, [...clocks.keys()])
  const alerts = await Promise.all(
    rows.map(async (row): Promise<Alert> => {
      const clock = clocks.get(row.id)
      if (!clock) throw new Error(`Clock ${row.id} vanished while it was read`)
      const account = row.account_id ? await readAccountFace(db, row.account_id) : null
      const links = await linksOfItem(db, row.item_id)
      return {
        itemId: row.item_id,
        title: row.title,
        customer: account?.name ?? null,
        revenue: account?.revenue ?? null,
        owner: Ownership.parse(JSON.parse(row.ownership)).person?.name ?? null,
        mine: row.owner_id === viewer.id,
        clock,
        url: deskRecordOf(links)?.url ?? null,
        ...saidOf(clock, { mark: marks.get(clock.id), viewer, now }),
      }
    }),
  )
  return {
    alerts,
    nextDueAt: alerts[0]?.clock.dueAt ?? null,
    readAt: now,
    quietHours: await readQuietHours(db, viewer.id),
  }
}

/** What the viewer said of a clock, and when it is to be heard of. */
function saidOf(
  clock: Clock,
  { mark, viewer, now }: { mark: AlertMark | undefined; viewer: Member; now: number },
): Pick<Alert, 'acknowledged' | 'snoozedUntil' | 'warnings'> {
  const seenAt = mark?.acknowledged_at ?? null
  const isMissed = burnDown(clock, now).state === 'missed'
  return {
    acknowledged: seenAt === null ? null : { by: viewer.name, at: seenAt },
    snoozedUntil: isMissed ? null : (mark?.snoozed_until ?? null),
    warnings: warningsOf(clock, now),
  }
}

async function ownersIn(db: Reader, viewer: Member, scope: AlertScope): Promise<string[] | null> {
  if (scope === 'all') return null
  if (scope === 'mine' || viewer.roles.length === 0) return [viewer.id]
  const rows = await db
    .selectFrom('member_roles')
    .select('member_id')
    .where('role', 'in', [...viewer.roles])
    .execute()
  return [...new Set([viewer.id, ...rows.map(({ member_id }) => member_id)])]
}

import type { Member } from '../../shared/member.ts'
import { Ownership } from '../../shared/ownership.ts'
import type { Alert } from '../../shared/panel.ts'
import { readAccountFace } from '../context/read-context-record.ts'
import { linksOfItem } from '../ownership/store.ts'
import { clocksOf, runningClocks } from '../sla/store.ts'
import type { Reader } from '../store/store.ts'

export type AlertScope = 'mine' | 'team' | 'all'

/**
 * Clocks that run, soonest due first. `team` are the items of everybody who shares a role with the viewer.
 */
export async function readAlerts(
  db: Reader,
  { viewer, scope }: { viewer: Member; scope: AlertScope },
): Promise<{ alerts: Alert[]; nextDueAt: number | null }> {
  const rows = await runningClocks(db, await ownersIn(db, viewer, scope))
  const clocks = new Map((await clocksOf(db, rows)).map(clock => [clock.id, clock]))
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
        url: links.find(({ type }) => type === 'ticket')?.url ?? null,
      }
    }),
  )
  return { alerts, nextDueAt: alerts[0]?.clock.dueAt ?? null }
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

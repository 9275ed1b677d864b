import { actsToo, type Member } from '../../shared/member.ts'
import type { Tx } from '../store/store.ts'
import { noteBacktest } from './start-backtest.ts'
import { findBacktestRow, updateBacktest } from './store.ts'

export type CancelOutcome = 'cancelled' | 'finished' | 'not-found' | 'not-allowed'

/** Stops a backtest; what it has found so far stays. One that is finished stays as it is. */
export async function cancelBacktest(
  tx: Tx,
  { id, member }: { id: string; member: Member | null },
): Promise<CancelOutcome> {
  if (member && !actsToo(member)) {
    await noteBacktest(tx, { id, action: 'refused', summary: `${member.name} may only view` })
    return 'not-allowed'
  }
  const row = await findBacktestRow(tx.db, id)
  if (!row || row.finished_at !== null) {
    await noteBacktest(tx, {
      id,
      action: 'cancelled',
      summary: row ? 'It was finished already' : 'There is none',
    })
    return row ? 'finished' : 'not-found'
  }
  await updateBacktest(tx, id, { finished_at: tx.now, cancelled: 1, lease_until: 0 })
  await noteBacktest(tx, { id, action: 'cancelled', summary: `After ${row.done} of ${row.population} items` })
  return 'cancelled'
}

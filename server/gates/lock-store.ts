import type { Row } from '../store/schema.ts'
import type { Tx } from '../store/store.ts'
import type { Contender, LockName } from './action-lock.ts'

export type LockRow = Row<'action_locks'>

/** The lock as long as its proposal is open or its run under way; null where it is free. */
export async function findLock(
  tx: Tx,
  { accountId, actionClass, target }: LockName,
): Promise<LockRow | null> {
  const row = await tx.db
    .selectFrom('action_locks')
    .innerJoin('previews', 'previews.id', 'action_locks.preview_id')
    .leftJoin('runs', join =>
      join.onRef('runs.preview_id', '=', 'previews.id').on('runs.state', '=', 'running'),
    )
    .selectAll('action_locks')
    .where('action_locks.account_id', '=', accountId)
    .where('action_class', '=', actionClass)
    .where('target', '=', target)
    .where(is =>
      is.or([
        is('previews.state', 'in', ['proposed', 'pending', 'blocked']),
        is.and([is('previews.state', '=', 'approved'), is('runs.id', 'is not', null)]),
      ]),
    )
    .executeTakeFirst()
  return row ?? null
}

export async function upsertLock(
  tx: Tx,
  { accountId, actionClass, target }: LockName,
  { previewId, automation, itemId }: Contender,
): Promise<void> {
  const holder = { preview_id: previewId, automation, item_id: itemId, taken_at: tx.now }
  await tx.db
    .insertInto('action_locks')
    .values({ account_id: accountId, action_class: actionClass, target, ...holder })
    .onConflict(conflict => conflict.columns(['account_id', 'action_class', 'target']).doUpdateSet(holder))
    .execute()
}

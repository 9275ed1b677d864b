import type { Tx } from '../store/store.ts'

/** Items of one anchor go over to another, as the record they were about turned out to hang on it. */
export async function moveItems(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  const moved = await tx.db
    .updateTable('items')
    .set({ anchor: to })
    .where('anchor', '=', from)
    .returning('id')
    .execute()
  for (const { id } of moved) tx.touch(id)
}

/** Items follow the records they are about to another account. */
export async function followAccount(tx: Tx, anchors: readonly string[], accountId: string): Promise<void> {
  const followed = await tx.db
    .updateTable('items')
    .set({ account_id: accountId })
    .where('anchor', 'in', [...anchors])
    .where(item => item.or([item('account_id', 'is', null), item('account_id', '!=', accountId)]))
    .returning('id')
    .execute()
  for (const { id } of followed) tx.touch(id)
}

/** Watchers of items that hang on one of these anchors are told. */
export async function touchItemsOf(tx: Tx, anchors: readonly string[]): Promise<void> {
  if (anchors.length === 0) return
  const items = await tx.db
    .selectFrom('items')
    .select('id')
    .where('anchor', 'in', [...anchors])
    .where('status', '!=', 'done')
    .execute()
  for (const { id } of items) tx.touch(id)
}

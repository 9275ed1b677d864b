import type { NewRow } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

export async function insertHandoff(tx: Tx, handoff: Omit<NewRow<'handoffs'>, 'id' | 'at'>): Promise<void> {
  await tx.db
    .insertInto('handoffs')
    .values({ id: tx.newId('hof'), at: tx.now, ...handoff })
    .execute()
}

/** How often an item changed hands, and each time why; oldest first. Names are of today. */
export function handoffsOfItem(db: Reader, itemId: string) {
  return db
    .selectFrom('handoffs')
    .leftJoin('members as giver', 'giver.id', 'handoffs.from_id')
    .leftJoin('members as taker', 'taker.id', 'handoffs.to_id')
    .select(['handoffs.at', 'cause', 'reason', 'giver.name as from', 'taker.name as to'])
    .where('item_id', '=', itemId)
    .orderBy('handoffs.at')
    .orderBy('handoffs.id')
    .execute()
}

import type { WorkException } from '../../shared/exception.ts'
import { Localized } from '../../shared/locale.ts'
import type { NewRow } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

/** Whoever answers for an item, or for what belongs to none: its owner, else its fallback, else an admin. */
export async function ownerOf(db: Reader, itemId: string | null): Promise<string | null> {
  const item = itemId
    ? await db.selectFrom('items').select('owner_id').where('id', '=', itemId).executeTakeFirst()
    : undefined
  if (item?.owner_id) return item.owner_id
  const admin = await db
    .selectFrom('member_roles')
    .innerJoin('members', 'members.id', 'member_roles.member_id')
    .select('members.id')
    .where('member_roles.role', '=', 'admin')
    .where('members.active', '=', 1)
    .orderBy('member_roles.given_at')
    .executeTakeFirst()
  return admin?.id ?? null
}

export async function findOpenException(db: Reader, kind: string, about: string) {
  return db
    .selectFrom('exceptions')
    .selectAll()
    .where('kind', '=', kind)
    .where('about', '=', about)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
}

export async function insertException(tx: Tx, exception: NewRow<'exceptions'>): Promise<void> {
  await tx.db.insertInto('exceptions').values(exception).execute()
}

export async function updateException(
  tx: Tx,
  id: string,
  change: { summary?: string; closed_at?: number; cause?: string },
): Promise<void> {
  await tx.db.updateTable('exceptions').set(change).where('id', '=', id).execute()
}

/** Open exceptions of an item, and those closed within the last day, newest first. */
export async function exceptionsOfItem(db: Reader, itemId: string, now: number): Promise<WorkException[]> {
  const rows = await db
    .selectFrom('exceptions')
    .leftJoin('members', 'members.id', 'exceptions.owner_id')
    .selectAll('exceptions')
    .select('members.name as owner_name')
    .where('item_id', '=', itemId)
    .where(where => where.or([where('closed_at', 'is', null), where('closed_at', '>', now - 86_400_000)]))
    .orderBy('opened_at', 'desc')
    .execute()
  return rows.map(row => ({
    id: row.id,
    itemId: row.item_id,
    kind: row.kind,
    summary: Localized.parse(JSON.parse(row.summary)),
    owner: row.owner_id ? { id: row.owner_id, name: row.owner_name ?? row.owner_id } : null,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    cause: row.cause,
  }))
}

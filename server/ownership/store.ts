import { Ownership } from '../../shared/ownership.ts'
import type { ItemKind, ItemLink, ItemStatus, WorkItem } from '../../shared/work-item.ts'
import type { Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

export type ItemRow = Row<'items'>

/** Whether somebody is still a member. */
export async function isActive(db: Reader, memberId: string): Promise<boolean> {
  const row = await db.selectFrom('members').select('active').where('id', '=', memberId).executeTakeFirst()
  return row?.active === 1
}

export async function readItem(db: Reader, itemId: string): Promise<ItemRow> {
  return db.selectFrom('items').selectAll().where('id', '=', itemId).executeTakeFirstOrThrow()
}

export async function readItemIfAny(db: Reader, itemId: string): Promise<ItemRow | null> {
  return (await db.selectFrom('items').selectAll().where('id', '=', itemId).executeTakeFirst()) ?? null
}

/** An active member, as others see them. */
export async function findPerson(db: Reader, memberId: string) {
  const row = await db
    .selectFrom('members')
    .select(['id', 'name', 'email'])
    .where('id', '=', memberId)
    .where('active', '=', 1)
    .executeTakeFirst()
  return row ?? null
}

export async function itemByLink(
  db: Reader,
  link: Pick<ItemLink, 'vendor' | 'type' | 'id'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('item_links')
    .select('item_id')
    .where('vendor', '=', link.vendor)
    .where('type', '=', link.type)
    .where('id', '=', link.id)
    .executeTakeFirst()
  return row?.item_id ?? null
}

/** The oldest open billing item of an account that has one of these kinds of links and lacks all of those. */
export async function openItemLacking(
  db: Reader,
  accountId: string,
  { has, lacks }: Readonly<Record<'has' | 'lacks', readonly ItemLink['type'][]>>,
): Promise<string | null> {
  const row = await db
    .selectFrom('items')
    .select('id')
    .where('account_id', '=', accountId)
    .where('kind', 'in', ['billing-inquiry', 'billing-dispute'])
    .where('status', '!=', 'done')
    .where('id', 'in', linked =>
      linked
        .selectFrom('item_links')
        .select('item_id')
        .where('type', 'in', [...has]),
    )
    .where('id', 'not in', linked =>
      linked
        .selectFrom('item_links')
        .select('item_id')
        .where('type', 'in', [...lacks]),
    )
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export interface NewItem {
  readonly accountId: string | null
  /** Key of the account or person its records hang on. */
  readonly anchor: string | null
  readonly kind: ItemKind
  readonly title: string
  readonly ownership: Ownership
}

export async function insertItem(tx: Tx, item: NewItem): Promise<string> {
  const id = tx.newId('itm')
  await tx.db
    .insertInto('items')
    .values({
      id,
      account_id: item.accountId,
      anchor: item.anchor,
      kind: item.kind,
      status: 'open',
      pending_reason: null,
      title: item.title,
      ...ownershipColumns(item.ownership),
      created_at: tx.now,
    })
    .execute()
  return id
}

export async function updateOwnership(tx: Tx, itemId: string, ownership: Ownership): Promise<void> {
  await tx.db.updateTable('items').set(ownershipColumns(ownership)).where('id', '=', itemId).execute()
}

function ownershipColumns(ownership: Ownership) {
  return { ownership: JSON.stringify(ownership), owner_id: ownership.person?.id ?? null, gap: ownership.gap }
}

export async function updateItem(
  tx: Tx,
  itemId: string,
  change: {
    kind?: ItemKind
    status?: ItemStatus
    pending_reason?: string | null
    title?: string
    account_id?: string
    anchor?: string
  },
): Promise<void> {
  await tx.db.updateTable('items').set(change).where('id', '=', itemId).execute()
}

/** Links a vendor's object to an item; one that another item had is that item's no more. */
export async function moveLink(tx: Tx, itemId: string, link: ItemLink): Promise<void> {
  await tx.db
    .insertInto('item_links')
    .values({ item_id: itemId, ...link })
    .onConflict(conflict => conflict.columns(['vendor', 'type', 'id']).doUpdateSet({ item_id: itemId }))
    .execute()
}

export async function linksOfItem(db: Reader, itemId: string): Promise<ItemLink[]> {
  const rows = await db
    .selectFrom('item_links')
    .select(['vendor', 'type', 'id', 'url'])
    .where('item_id', '=', itemId)
    .orderBy('vendor')
    .orderBy('type')
    .execute()
  return rows
}

/** Items of some accounts that somebody still answers for. */
export async function openItemsOf(db: Reader, accountIds: readonly string[]): Promise<string[]> {
  if (accountIds.length === 0) return []
  const rows = await db
    .selectFrom('items')
    .select('id')
    .where('account_id', 'in', [...accountIds])
    .where('status', '!=', 'done')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

export function itemOf(row: ItemRow, links: readonly ItemLink[]): WorkItem {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    pendingReason: row.pending_reason,
    title: row.title,
    links: [...links],
  }
}

export function ownershipOf(row: Pick<ItemRow, 'ownership'>): Ownership {
  return Ownership.parse(JSON.parse(row.ownership))
}

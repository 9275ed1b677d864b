import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

/** One step of a missed clock's escalation that was taken. */
export type BumpRow = Row<'bumps'>

export function bumpsOf(db: Reader, clockId: string): Promise<BumpRow[]> {
  return db.selectFrom('bumps').selectAll().where('clock_id', '=', clockId).orderBy('step').execute()
}

export async function insertBump(tx: Tx, bump: NewRow<'bumps'>): Promise<void> {
  await tx.db.insertInto('bumps').values(bump).execute()
}

import type { Person } from '../../shared/member.ts'
import type { Tx } from '../store/store.ts'
import { findAlert, marksOf, saveMark } from './store.ts'

/** Notes that somebody has seen that a clock runs out; the first time counts. Null where it no longer runs. */
export async function acknowledgeAlert(
  tx: Tx,
  { clockId, member }: { clockId: string; member: Person },
): Promise<{ by: string; at: number } | null> {
  const found = await findAlert(tx.db, clockId)
  const before = (await marksOf(tx.db, member.id, [clockId])).get(clockId)?.acknowledged_at ?? null
  if (found && before === null) {
    await saveMark(tx, { clockId, memberId: member.id }, { acknowledged_at: tx.now })
    tx.touch(found.item_id)
  }
  await tx.audit({
    action: found ? 'alert.acknowledged' : 'alert.acknowledgement-refused',
    outcome: found ? 'done' : 'refused',
    subject: { kind: 'clock', id: clockId },
    itemId: found?.item_id ?? null,
    summary: found
      ? `${member.name} has seen that ${found.kind} runs out${before === null ? '' : ', as before'}`
      : 'not-found',
  })
  return found && { by: member.name, at: before ?? tx.now }
}

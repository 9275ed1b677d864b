import type { Person } from '../../shared/member.ts'
import type { QuietHours } from '../../shared/quiet-hours.ts'
import type { Tx } from '../store/store.ts'
import { saveQuietHours } from './store.ts'

/** Sets when somebody is not to be disturbed; null: never. */
export async function setQuietHours(
  tx: Tx,
  { member, hours }: { member: Person; hours: QuietHours | null },
): Promise<void> {
  await saveQuietHours(tx, member.id, hours)
  await tx.audit({
    action: 'quiet-hours.set',
    outcome: 'done',
    subject: { kind: 'member', id: member.id },
    itemId: null,
    summary: hours
      ? `Quiet from ${hours.from} until ${hours.until} (${hours.timeZone})${hours.weekends ? ' and on weekends' : ''}`
      : 'No quiet hours',
  })
}

import type { ChangedSubject } from '../connectors/connector.ts'
import type { NewRow } from '../store/schema.ts'
import type { Tx } from '../store/store.ts'
import { insertSignals, waitingSignals } from './store.ts'

/**
 * Has subjects that were seen to have changed at their source worked on like any that a webhook names; those that a
 * stored signal will have read again anyway are left out. The same change twice is one signal. Returns how many were
 * new. Leaves no audit entry of its own: the verb that calls it does.
 */
export async function noteChanged(
  tx: Tx,
  source: string,
  changed: readonly ChangedSubject[],
): Promise<number> {
  const newest = new Map<string, number>()
  for (const { subject, changedAt } of changed) {
    const text = `${subject.type}:${subject.id}`
    newest.set(text, Math.max(changedAt, newest.get(text) ?? 0))
  }
  for (const { subject, occurred_at, lease_until } of await waitingSignals(tx, source, [...newest.keys()])) {
    const changedAt = newest.get(subject) ?? 0
    // One that is being worked on may have had its subject read before the change.
    const isCovered = lease_until <= tx.now || occurred_at >= changedAt
    if (isCovered) newest.delete(subject)
  }
  const rows = [...newest].map(([subject, changedAt]) => signalOf(tx, { source, subject, changedAt }))
  return (await insertSignals(tx, rows)).size
}

function signalOf(
  tx: Tx,
  { source, subject, changedAt }: { source: string; subject: string; changedAt: number },
): NewRow<'signals'> {
  return {
    id: tx.newId('sig'),
    source,
    dedupe_key: `poll:${subject}:${changedAt}`,
    type: 'poll.changed',
    subject,
    occurred_at: changedAt,
    received_at: tx.now,
    from_us: 0,
    body: '{}',
    state: 'stored',
    attempts: 0,
    next_at: tx.now,
    lease_until: 0,
    note: null,
  }
}

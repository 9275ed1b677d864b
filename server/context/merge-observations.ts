import type { Observation } from '../connectors/connector.ts'
import type { Tx } from '../store/store.ts'
import type { Identity } from './identify-account.ts'
import { upsertContextValue, upsertFact } from './store.ts'

/**
 * Writes what was read: facts always, fields only where the account is certain. Any order of readings, and any
 * reading twice, ends in the same record.
 */
export async function mergeObservations(tx: Tx, identity: Identity, observations: readonly Observation[]) {
  for (const { source, readAt, fields, facts } of observations) {
    for (const fact of facts) await upsertFact(tx, fact, readAt)
    if (identity.kind !== 'certain') continue
    for (const field of fields) await upsertContextValue(tx, identity.accountId, { ...field, source, readAt })
  }
}

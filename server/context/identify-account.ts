import type { Identifier, Observation } from '../connectors/connector.ts'
import type { Tx } from '../store/store.ts'
import { findAccounts, insertAccount, insertIdentifiers } from './store.ts'

/** Whose this is. Two accounts that match are never merged by guessing: somebody is asked. */
export type Identity =
  | { readonly kind: 'certain'; readonly accountId: string }
  | { readonly kind: 'ambiguous'; readonly accountIds: readonly string[] }
  | { readonly kind: 'unknown' }

/**
 * Finds the account behind some observations, or makes one. A vendor's id or an address outweighs a domain; the
 * domain decides only where nothing else matches.
 */
export async function identifyAccount(tx: Tx, observations: readonly Observation[]): Promise<Identity> {
  const identifiers = observations.flatMap(observation => observation.identifiers)
  if (identifiers.length === 0) return { kind: 'unknown' }
  const accountIds = await matchingAccounts(tx, identifiers)
  if (accountIds.length > 1) return { kind: 'ambiguous', accountIds }
  const accountId = accountIds[0] ?? (await makeAccount(tx, identifiers))
  await insertIdentifiers(tx, accountId, identifiers)
  return { kind: 'certain', accountId }
}

async function matchingAccounts(tx: Tx, identifiers: readonly Identifier[]): Promise<string[]> {
  const matches = await findAccounts(tx.db, identifiers)
  const strong = matches.filter(({ kind }) => kind !== 'domain')
  const decisive = strong.length > 0 ? strong : matches
  return [...new Set(decisive.map(({ account_id }) => account_id))].toSorted()
}

async function makeAccount(tx: Tx, identifiers: readonly Identifier[]): Promise<string> {
  const accountId = await insertAccount(tx)
  await tx.audit({
    action: 'account.recognised',
    outcome: 'done',
    subject: { kind: 'account', id: accountId },
    itemId: null,
    summary: 'A new account, as no name matched an existing one',
    detail: { kinds: identifiers.map(({ kind }) => kind) },
  })
  return accountId
}

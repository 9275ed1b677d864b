import type { Localized } from '../../shared/locale.ts'
import type { Identity } from '../context/identify-subject.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import { readItem } from './store.ts'

/** Tells an item's owner while nobody knows for certain whose the item is, and stops once somebody does. */
export async function flagIdentity(tx: Tx, itemId: string, identity: Identity): Promise<void> {
  if (identity.kind === 'certain') {
    return settleException(tx, 'ambiguous-identity', itemId, 'The account is certain now')
  }
  const { kind } = await readItem(tx.db, itemId)
  if (kind === 'general') return
  const summary: Localized =
    identity.kind === 'in-doubt'
      ? {
          en: 'Several accounts match. Say in the panel which one it is; no money moves until then.',
          de: 'Mehrere Konten passen. Legen Sie im Panel fest, welches es ist; bis dahin fließt kein Geld.',
        }
      : {
          en: 'No account matches. Link the requester to a customer; no money moves until then.',
          de: 'Kein Konto passt. Verknüpfen Sie den Anfragenden mit einem Kunden; bis dahin fließt kein Geld.',
        }
  await raiseException(tx, { kind: 'ambiguous-identity', about: itemId, itemId, summary })
}

import { raiseException } from '../exceptions/raise-exception.ts'
import type { Store } from '../store/store.ts'

/** Tells an owner of a genuine signal nobody can read: usually a trigger's template breaks its own JSON. */
export function noteUnreadable(
  store: Store,
  { id, source, why }: { id: string; source: string; why: string },
) {
  return store.write({ kind: 'webhook', source }, async tx => {
    await raiseException(tx, {
      kind: 'unreadable-signal',
      about: id,
      itemId: null,
      summary: {
        en: `A signed webhook from ${source} is not JSON (${why}). It is stored as ${id}; correct the template it comes from.`,
        de: `Ein signierter Webhook von ${source} ist kein JSON (${why}). Er liegt unter ${id}; die Vorlage dahinter berichtigen.`,
      },
    })
  })
}

import type { ObservedFact } from '../connectors/connector.ts'
import type { Reader, Tx } from '../store/store.ts'

/** Keeps the latest reading of a vendor's object; an older reading than the one on record is dropped. */
export async function upsertFact(tx: Tx, fact: ObservedFact, readAt: number): Promise<void> {
  const { id, body } = factRow(fact)
  await tx.db
    .insertInto('facts')
    .values({ kind: fact.kind, id, body: JSON.stringify(body), read_at: readAt })
    .onConflict(conflict =>
      conflict
        .columns(['kind', 'id'])
        .doUpdateSet(to => ({ body: to.ref('excluded.body'), read_at: to.ref('excluded.read_at') }))
        .whereRef('excluded.read_at', '>=', 'facts.read_at'),
    )
    .execute()
}

/**
 * Ids of two vendors never meet: those of Zendesk's tickets are digits only, and of the 18 characters of a Salesforce
 * case the last three are AAA where there is no letter before them (`shared/salesforce-id.ts`).
 */
function factRow(fact: ObservedFact): { id: string; body: unknown } {
  if (fact.kind === 'ticket') return { id: fact.ticket.id, body: fact.ticket }
  if (fact.kind === 'ticket-timeline') return { id: fact.timeline.ticketId, body: fact.timeline }
  if (fact.kind === 'dispute') return { id: fact.dispute.id, body: fact.dispute }
  return { id: fact.aroundChargeId, body: fact.charges }
}

/** A vendor's object as last read, unparsed, with the time of reading; null where it never was. */
export async function readFact(db: Reader, kind: ObservedFact['kind'], id: string) {
  const row = await db
    .selectFrom('facts')
    .select(['body', 'read_at'])
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? { body: JSON.parse(row.body) as unknown, readAt: row.read_at } : null
}

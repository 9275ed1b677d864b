import type { ContextRecord } from '../../shared/context-record.ts'
import { type Facts, factsOf } from '../../shared/facts.ts'
import { deskRecordOf, type ItemKind, type ItemLink } from '../../shared/work-item.ts'
import { readContextRecord } from '../context/read-context-record.ts'
import { readDispute, readTicket } from '../context/read-facts.ts'
import type { Reader } from '../store/store.ts'

/** What policies may ask of an item, before or after it is one. */
export interface ItemMatter {
  readonly kind: ItemKind
  readonly accountId: string | null
  readonly links: readonly ItemLink[]
}

export interface ItemFacts {
  readonly facts: Facts
  readonly account: ContextRecord | null
}

/** What is known of an item as of `now` (epoch milliseconds). */
export async function factsOfItem(db: Reader, matter: ItemMatter, now: number): Promise<ItemFacts> {
  const { kind, accountId, links } = matter
  const account = accountId ? await readContextRecord(db, accountId, now) : null
  return {
    facts: factsOf({ account, item: { kind, links: [...links] }, ...(await readMatter(db, links)) }),
    account,
  }
}

/** The ticket or case and the dispute an item is about, as last read; null where it has none. */
export async function readMatter(db: Reader, links: readonly ItemLink[]) {
  const ticketId = deskRecordOf(links)?.id
  const disputeId = links.find(({ type }) => type === 'dispute')?.id
  return {
    ticket: ticketId ? await readTicket(db, ticketId) : null,
    dispute: disputeId ? await readDispute(db, disputeId) : null,
  }
}

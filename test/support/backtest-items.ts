import type { NewRow } from '../../server/store/schema.ts'
import type { Store } from '../../server/store/store.ts'
import type { Ownership } from '../../shared/ownership.ts'
import type { TicketTimeline } from '../../shared/ticket-timeline.ts'
import { HOUR } from './held-clock.ts'

const OWNERSHIP: Ownership = {
  role: 'support-manager',
  person: { id: 'mem_sam', name: 'Sam Support' },
  fallback: null,
  path: [],
  gap: null,
  rule: { name: 'everything-else', title: 'Everything else', version: 0 },
  setBy: 'rule',
  groups: {},
  retryAt: null,
}

/**
 * General items, one an hour back from `now`, each with a ticket that came with it; every third is tagged vip, and
 * every fifth ticket's course was never read.
 */
export async function fillItems(store: Store, now: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, number) => number)
  await store.write({ kind: 'command', user: 'test' }, async tx => {
    for (const number of numbers) {
      const at = now - (number + 1) * HOUR
      const id = `itm_${String(number).padStart(5, '0')}`
      const ticketId = String(1000 + number)
      await tx.db.insertInto('items').values(itemRow(id, at)).execute()
      await tx.db
        .insertInto('item_links')
        .values({ item_id: id, vendor: 'zendesk', type: 'ticket', id: ticketId, url: null })
        .execute()
      const tags = number % 3 === 0 ? ['vip'] : []
      await fact('ticket', ticketId, ticket(ticketId, at, tags))
      if (number % 5 !== 0) await fact('ticket-timeline', ticketId, course(ticketId, at))
    }
    const subject = { kind: 'test', id: 'items' }
    await tx.audit({
      action: 'test.filled',
      outcome: 'done',
      subject,
      itemId: null,
      summary: `${count} items`,
    })

    async function fact(kind: string, id: string, body: object) {
      const row = { kind, id, body: JSON.stringify(body), read_at: now }
      await tx.db.insertInto('facts').values(row).execute()
    }
  })
}

function itemRow(id: string, at: number): NewRow<'items'> {
  return {
    id,
    account_id: null,
    anchor: null,
    kind: 'general',
    status: 'open',
    pending_reason: null,
    title: `Question ${id}`,
    ownership: JSON.stringify(OWNERSHIP),
    owner_id: null,
    gap: null,
    created_at: at,
  }
}

function ticket(id: string, at: number, tags: string[]): object {
  return {
    id,
    subject: `Question ${id}`,
    description: 'How do I export?',
    status: 'open',
    tags,
    createdAt: at,
    updatedAt: at,
    url: `https://acme.zendesk.com/agent/tickets/${id}`,
    priority: 'normal',
  }
}

/** Answered after two hours, never solved. */
function course(ticketId: string, at: number): TicketTimeline {
  const customer = { id: 'c1', name: 'Cora Customer', kind: 'customer' as const }
  const agent = { id: 'a1', name: 'Ana Ruiz', kind: 'agent' as const }
  return {
    ticketId,
    complete: true,
    events: [
      { at, actor: customer, change: { kind: 'created', status: 'open', priority: 'normal' } },
      { at: at + 2 * HOUR, actor: agent, change: { kind: 'public-reply' } },
    ],
  }
}

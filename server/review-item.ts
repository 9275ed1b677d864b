import { isSolved } from '../shared/plan-clocks.ts'
import { deskRecordOf, type ItemLink, isDeskRecord } from '../shared/work-item.ts'
import { readTicket, readTimeline } from './context/read-facts.ts'
import { routeItem } from './ownership/assign-owner.ts'
import { factsOfItem } from './ownership/facts-of-item.ts'
import { type ItemRow, linksOfItem, readItem, updateItem } from './ownership/store.ts'
import { moveClocks } from './sla/move-clocks.ts'
import { keepPromise } from './sla/promise-update.ts'
import type { Tx } from './store/store.ts'

/**
 * Who answers for an item and how long there is, by the facts and policies that hold now. Twice on the same changes
 * nothing.
 */
export async function reviewItem(tx: Tx, itemId: string): Promise<void> {
  const links = await linksOfItem(tx.db, itemId)
  const item = await readItem(tx.db, itemId)
  await followTicket(tx, item, links)
  const matter = { kind: item.kind, accountId: item.account_id, links }
  const known = await factsOfItem(tx.db, matter, tx.now)
  await routeItem(tx, itemId, known)
  const ticketId = deskRecordOf(links)?.id
  const timeline = ticketId ? await readTimeline(tx.db, ticketId) : null
  if (!timeline) return
  await moveClocks(tx, { itemId, timeline: timeline.value, facts: known.facts })
  const isDone = (await readItem(tx.db, itemId)).status === 'done'
  await keepPromise(tx, { itemId, timeline: timeline.value, isDone })
}

/** A matter that is a ticket or case and nothing else is done when the ticket is, and goes on when it is reopened. */
async function followTicket(tx: Tx, item: ItemRow, links: readonly ItemLink[]): Promise<void> {
  const record = links.every(isDeskRecord) ? deskRecordOf(links) : null
  const ticket = record && (await readTicket(tx.db, record.id))
  if (!ticket) return
  const solved = isSolved(ticket.value.status)
  if (solved === (item.status === 'done')) return
  await updateItem(tx, item.id, { status: solved ? 'done' : 'open', pending_reason: null })
  tx.touch(item.id)
  await tx.audit({
    action: solved ? 'item.closed' : 'item.reopened',
    outcome: 'done',
    subject: { kind: 'item', id: item.id },
    itemId: item.id,
    summary: `${record.type === 'case' ? 'Case' : 'Ticket'} ${record.id} is ${ticket.value.status}`,
  })
}

/** What a timer does: looks again, and says that it did. */
export async function reviewAgain(tx: Tx, itemId: string): Promise<void> {
  await reviewItem(tx, itemId)
  const subject = { kind: 'item', id: itemId }
  await tx.audit({
    action: 'item.reviewed',
    outcome: 'done',
    subject,
    itemId,
    summary: 'Owner and clocks looked at again',
  })
}

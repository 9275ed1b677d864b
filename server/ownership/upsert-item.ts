import type { Dispute, Ticket } from '../../shared/billing.ts'
import { formatMoney } from '../../shared/money.ts'
import { classifyTicket, type ItemKind, type ItemLink } from '../../shared/work-item.ts'
import type { Observation, ObservedFact } from '../connectors/connector.ts'
import type { Identity } from '../context/identify-account.ts'
import type { Tx } from '../store/store.ts'
import { ownershipFor, ownershipSummary } from './assign-owner.ts'
import { insertItem, insertLink, itemByLink, openItemLacking, readItem, updateItem } from './store.ts'

/** What makes an item: a ticket or a dispute, with its place among the item's links. */
interface Matter {
  readonly link: ItemLink
  readonly kind: ItemKind
  readonly title: string
  /** The kind of link that completes this one: a dispute and a ticket of one account are one matter. */
  readonly counterpart: ItemLink['type']
  readonly closed: boolean
}

/**
 * Finds or makes the work item of each ticket and dispute among the facts. A ticket about billing and a dispute of
 * the same account become one item, whichever comes first.
 */
export async function upsertItems(
  tx: Tx,
  identity: Identity,
  observations: readonly Observation[],
): Promise<string[]> {
  const matters = observations.flatMap(({ facts }) => facts.flatMap(matterOf))
  const itemIds = new Set<string>()
  for (const matter of matters) {
    const itemId = await upsertItem(tx, identity, matter)
    if (itemId) itemIds.add(itemId)
  }
  return [...itemIds]
}

async function upsertItem(tx: Tx, identity: Identity, matter: Matter): Promise<string | null> {
  const known = await itemByLink(tx.db, matter.link)
  if (known) {
    await recogniseLate(tx, known, identity)
    return known
  }
  if (matter.closed) return null
  const companion = await companionOf(tx, identity, matter)
  return companion ? joinItem(tx, companion, matter) : makeItem(tx, identity, matter)
}

async function companionOf(
  tx: Tx,
  identity: Identity,
  { kind, link, counterpart }: Matter,
): Promise<string | null> {
  if (identity.kind !== 'certain' || kind === 'general') return null
  return openItemLacking(tx.db, identity.accountId, { has: counterpart, lacks: link.type })
}

async function joinItem(tx: Tx, itemId: string, matter: Matter): Promise<string> {
  await insertLink(tx, itemId, matter.link)
  const title = matter.link.type === 'ticket' ? { title: matter.title } : {}
  await updateItem(tx, itemId, { kind: 'billing-dispute', ...title })
  tx.touch(itemId)
  await tx.audit({
    action: 'item.joined',
    outcome: 'done',
    subject: { kind: 'item', id: itemId },
    itemId,
    summary: `${matter.link.type} ${matter.link.id} belongs to the same matter`,
  })
  return itemId
}

async function makeItem(tx: Tx, identity: Identity, matter: Matter): Promise<string> {
  const ownership = await ownershipFor(tx.db, matter.kind)
  const itemId = await insertItem(tx, {
    accountId: identity.kind === 'certain' ? identity.accountId : null,
    candidates: identity.kind === 'ambiguous' ? identity.accountIds : null,
    kind: matter.kind,
    title: matter.title,
    ownership,
  })
  await insertLink(tx, itemId, matter.link)
  tx.touch(itemId)
  await tx.audit({
    action: 'item.opened',
    outcome: 'done',
    subject: { kind: 'item', id: itemId },
    itemId,
    summary: `${matter.kind} from ${matter.link.type} ${matter.link.id}; ${ownershipSummary(ownership)}`,
  })
  return itemId
}

/** An item that had no certain account gets it once there is one. */
async function recogniseLate(tx: Tx, itemId: string, identity: Identity): Promise<void> {
  if (identity.kind !== 'certain') return
  const item = await readItem(tx.db, itemId)
  if (item.account_id !== null) return
  await updateItem(tx, itemId, { account_id: identity.accountId })
  tx.touch(itemId)
  await tx.audit({
    action: 'item.recognised',
    outcome: 'done',
    subject: { kind: 'item', id: itemId },
    itemId,
    summary: `Belongs to account ${identity.accountId}`,
  })
}

function matterOf(fact: ObservedFact): Matter[] {
  if (fact.kind === 'ticket') return [matterOfTicket(fact.ticket)]
  return fact.kind === 'dispute' ? [matterOfDispute(fact.dispute)] : []
}

function matterOfTicket(ticket: Ticket): Matter {
  return {
    link: { vendor: 'zendesk', type: 'ticket', id: ticket.id, url: ticket.url },
    kind: classifyTicket(ticket),
    title: ticket.subject,
    counterpart: 'dispute',
    closed: ticket.status === 'closed',
  }
}

function matterOfDispute(dispute: Dispute): Matter {
  return {
    link: { vendor: 'stripe', type: 'dispute', id: dispute.id, url: dispute.url },
    kind: 'billing-dispute',
    title: `Dispute over ${formatMoney(dispute.amount, 'en')}`,
    counterpart: 'ticket',
    closed: false,
  }
}

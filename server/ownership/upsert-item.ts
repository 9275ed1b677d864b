import type { Dispute, Ticket } from '../../shared/billing.ts'
import { formatMoney } from '../../shared/money.ts'
import {
  classifyTicket,
  DESK_TYPES,
  type ItemKind,
  type ItemLink,
  isDeskRecord,
} from '../../shared/work-item.ts'
import type { Observation, ObservedFact } from '../connectors/connector.ts'
import type { Identity } from '../context/identify-subject.ts'
import { readDispute, readTicket } from '../context/read-facts.ts'
import type { Tx } from '../store/store.ts'
import { ownershipFor, ownershipSummary, waitForSomebody } from './assign-owner.ts'
import { identifyLink } from './identify-item.ts'
import {
  insertItem,
  itemByLink,
  linksOfItem,
  moveLink,
  openItemLacking,
  readItem,
  updateItem,
} from './store.ts'

/** What makes an item: a ticket, a case or a dispute, with its place among the item's links. */
interface Matter {
  readonly link: ItemLink
  readonly kind: ItemKind
  readonly title: string
  /** The kinds of link of which an item has one: a dispute and a ticket of one account are one matter. */
  readonly sort: readonly ItemLink['type'][]
  readonly counterpart: readonly ItemLink['type'][]
  readonly closed: boolean
}

/**
 * Finds or makes the work item of each ticket, case and dispute among the facts. A ticket or case about billing and a
 * dispute of the same account become one item, whichever comes first.
 */
export async function upsertItems(
  tx: Tx,
  identity: Identity,
  observations: readonly Observation[],
): Promise<string[]> {
  const matters = observations.flatMap(({ facts }) => facts.flatMap(matterOf))
  const itemIds = new Set<string>()
  for (const matter of matters) {
    for (const itemId of await upsertItem(tx, identity, matter)) itemIds.add(itemId)
  }
  return [...itemIds]
}

async function upsertItem(tx: Tx, identity: Identity, matter: Matter): Promise<string[]> {
  const known = await itemByLink(tx.db, matter.link)
  if (known) return recogniseLate(tx, { itemId: known, identity, matter })
  if (matter.closed) return []
  const companion = await companionOf(tx, identity, matter)
  return [companion ? await joinItem(tx, companion, matter) : await makeItem(tx, identity, matter)]
}

async function companionOf(
  tx: Tx,
  identity: Identity,
  { kind, sort, counterpart }: Matter,
): Promise<string | null> {
  // In doubt whose it is, two matters are not taken for one.
  if (identity.kind !== 'certain' || kind === 'general') return null
  return openItemLacking(tx.db, identity.accountId, { has: counterpart, lacks: sort })
}

async function joinItem(tx: Tx, itemId: string, matter: Matter): Promise<string> {
  await moveLink(tx, itemId, matter.link)
  const title = isDeskRecord(matter.link) ? { title: matter.title } : {}
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
  const accountId = identity.kind === 'unknown' ? null : identity.accountId
  const asked = { kind: matter.kind, accountId, links: [matter.link] }
  const ownership = await ownershipFor(tx.db, asked, tx.now)
  const itemId = await insertItem(tx, {
    accountId,
    anchor: identity.kind === 'unknown' ? null : identity.anchor,
    kind: matter.kind,
    title: matter.title,
    ownership,
  })
  await moveLink(tx, itemId, matter.link)
  await waitForSomebody(tx, itemId, ownership)
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

/** Looks again whose each record of an item is, after an account was joined or split. Returns the items it changed, left ones first. */
export async function regroupItem(tx: Tx, itemId: string): Promise<string[]> {
  const itemIds = new Set<string>()
  for (const link of await linksOfItem(tx.db, itemId)) {
    const matter = await matterOfLink(tx, link)
    const identity = await identifyLink(tx.db, link)
    if (!matter) continue
    for (const changed of await recogniseLate(tx, { itemId, identity, matter })) itemIds.add(changed)
  }
  return [...itemIds]
}

async function matterOfLink(tx: Tx, link: ItemLink): Promise<Matter | null> {
  const { type, id } = link
  if (isDeskRecord(link)) {
    const ticket = await readTicket(tx.db, id)
    return ticket && matterOfTicket(ticket.value)
  }
  const dispute = type === 'dispute' ? await readDispute(tx.db, id) : null
  return dispute && matterOfDispute(dispute.value)
}

interface KnownMatter {
  readonly itemId: string
  readonly identity: Identity
  readonly matter: Matter
}

/**
 * An item follows what it is about to the account that turns out to be behind it: into the item of the same matter
 * that waits there, or out of one that is another customer's. Returns the items it changed, the one that was left
 * first: what it proposed is off before the other proposes the same.
 */
async function recogniseLate(tx: Tx, { itemId, identity, matter }: KnownMatter): Promise<string[]> {
  if (identity.kind === 'unknown') return [itemId]
  const item = await readItem(tx.db, itemId)
  const links = await linksOfItem(tx.db, itemId)
  const alone = links.length === 1
  if (item.account_id === identity.accountId) {
    const companion = alone && item.status !== 'done' ? await companionOf(tx, identity, matter) : null
    return companion ? [itemId, await leaveFor(tx, { itemId, companion, matter })] : [itemId]
  }
  const isAnothers = !alone && item.anchor !== null && item.anchor !== identity.anchor
  if (isAnothers) return [itemId, await makeItem(tx, identity, matter)]
  await updateItem(tx, itemId, { account_id: identity.accountId, anchor: identity.anchor })
  tx.touch(itemId)
  await tx.audit({
    action: 'item.recognised',
    outcome: 'done',
    subject: { kind: 'item', id: itemId },
    itemId,
    summary: `Belongs to account ${identity.accountId}`,
  })
  return [itemId]
}

/** The item's only record goes to the item of the same matter, and nothing is left of it. */
async function leaveFor(
  tx: Tx,
  { itemId, companion, matter }: { itemId: string; companion: string; matter: Matter },
): Promise<string> {
  await joinItem(tx, companion, matter)
  await updateItem(tx, itemId, { status: 'done', pending_reason: null })
  tx.touch(itemId)
  await tx.audit({
    action: 'item.closed',
    outcome: 'done',
    subject: { kind: 'item', id: itemId },
    itemId,
    summary: `One matter with ${companion}; it goes on there`,
  })
  return companion
}

function matterOf(fact: ObservedFact): Matter[] {
  if (fact.kind === 'ticket') return [matterOfTicket(fact.ticket)]
  return fact.kind === 'dispute' ? [matterOfDispute(fact.dispute)] : []
}

function matterOfTicket(ticket: Ticket): Matter {
  return {
    link: { ...ticket.record, id: ticket.id, url: ticket.url },
    kind: classifyTicket(ticket),
    title: ticket.subject,
    sort: DESK_TYPES,
    counterpart: ['dispute'],
    closed: ticket.status === 'closed',
  }
}

function matterOfDispute(dispute: Dispute): Matter {
  return {
    link: { vendor: 'stripe', type: 'dispute', id: dispute.id, url: dispute.url },
    kind: 'billing-dispute',
    title: `Dispute over ${formatMoney(dispute.amount, 'en')}`,
    sort: ['dispute'],
    counterpart: DESK_TYPES,
    closed: false,
  }
}

import type { HandoffCause, Ownership } from '../../shared/ownership.ts'
import { openItemIds } from '../policies/store.ts'
import type { Reader, Tx } from '../store/store.ts'
import { armTimer, armTimers, disarmTimer } from '../timers/arm-timer.ts'
import { decideOwnership } from './decide-ownership.ts'
import { factsOfItem, type ItemFacts, type ItemMatter } from './facts-of-item.ts'
import { insertHandoff } from './handoff-store.ts'
import { type ItemRow, isActive, linksOfItem, ownershipOf, readItem, updateOwnership } from './store.ts'

/** Who answers for something that is about to become an item. */
export async function ownershipFor(db: Reader, matter: ItemMatter, now: number): Promise<Ownership> {
  return decideOwnership(db, { known: await factsOfItem(db, matter, now), heldBy: null, now })
}

/**
 * Works out again who answers for an item, after what the rules rest on changed: its facts, the policy, or who is
 * there. What a person or an escalation decided stays as long as that person does. `known` saves reading it again.
 */
export async function routeItem(tx: Tx, itemId: string, known: ItemFacts | null = null): Promise<void> {
  const item = await readItem(tx.db, itemId)
  if (item.status === 'done') return disarmTimer(tx, { kind: 'route-again', subjectId: itemId })
  const before = ownershipOf(item)
  if (before.setBy !== 'rule' && before.person && (await isActive(tx.db, before.person.id))) return
  const after = await decideOwnership(tx.db, {
    known: known ?? (await factsOf(tx, item)),
    heldBy: before.person?.id ?? null,
    now: tx.now,
  })
  await waitForSomebody(tx, itemId, after)
  if (isSame(before, after)) return
  await changeOwner(tx, item, { before, after, cause: await causeOf(tx.db, before, after) })
}

async function factsOf(tx: Tx, { id, kind, account_id }: ItemRow): Promise<ItemFacts> {
  return factsOfItem(tx.db, { kind, accountId: account_id, links: await linksOfItem(tx.db, id) }, tx.now)
}

/** Looks again when somebody may be able to take it. */
export function waitForSomebody(tx: Tx, itemId: string, { retryAt }: Ownership): Promise<void> {
  const timer = { kind: 'route-again' as const, subjectId: itemId }
  return retryAt === null ? disarmTimer(tx, timer) : armTimer(tx, { ...timer, dueAt: retryAt })
}

export interface OwnerChange {
  readonly before: Ownership
  readonly after: Ownership
  readonly cause: HandoffCause
  /** In words, where the cause does not say it all. */
  readonly reason?: string
}

/** Gives an item to whom it belongs now, and counts a handoff where somebody had it before. */
export async function changeOwner(
  tx: Tx,
  item: Pick<ItemRow, 'id'>,
  { before, after, cause, reason }: OwnerChange,
): Promise<void> {
  await updateOwnership(tx, item.id, after)
  tx.touch(item.id)
  if (before.person && before.person.id !== after.person?.id) {
    await insertHandoff(tx, {
      item_id: item.id,
      from_id: before.person.id,
      to_id: after.person?.id ?? null,
      cause,
      reason: reason ?? '',
      rule: after.rule?.name ?? null,
      rule_version: after.rule?.version ?? null,
    })
  }
  await tx.audit({
    action: 'item.assigned',
    outcome: 'done',
    subject: { kind: 'item', id: item.id },
    itemId: item.id,
    summary: ownershipSummary(after),
    detail: { cause, reason: reason ?? null, path: after.path.map(({ en }) => en) },
  })
}

function isSame(before: Ownership, after: Ownership): boolean {
  return (
    before.person?.id === after.person?.id &&
    before.fallback?.id === after.fallback?.id &&
    before.gap === after.gap &&
    before.role === after.role &&
    before.rule?.name === after.rule?.name &&
    before.retryAt === after.retryAt
  )
}

async function causeOf(db: Reader, before: Ownership, after: Ownership): Promise<HandoffCause> {
  if (before.person && !(await isActive(db, before.person.id))) return 'left'
  return before.rule?.name === after.rule?.name && before.role === after.role ? 'leave' : 'rule'
}

/** So many are looked at in the write that made it necessary; thousands of them would hold up every webhook. */
const AT_ONCE = 200

/**
 * Works out again who answers for each open item, after somebody came, got a role, left, or is not there. The first are
 * looked at within this write, the others by timers that are due at once.
 */
export async function reassignItems(tx: Tx): Promise<void> {
  const itemIds = await openItemIds(tx.db)
  for (const itemId of itemIds.slice(0, AT_ONCE)) await routeItem(tx, itemId)
  const subjectIds = itemIds.slice(AT_ONCE)
  if (subjectIds.length > 0) await armTimers(tx, { kind: 'route-again', subjectIds, dueAt: tx.now })
}

export function ownershipSummary({ role, person, fallback }: Ownership): string {
  return `${role}: ${person?.name ?? 'nobody'}, fallback ${fallback?.name ?? 'nobody'}`
}

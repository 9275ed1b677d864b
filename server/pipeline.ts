import type { Actor } from '../shared/actor.ts'
import type { Localized } from '../shared/locale.ts'
import type { Connectors, Observation, Subject } from './connectors/connector.ts'
import { UnreadableAnswer, VendorUnavailable } from './connectors/connector.ts'
import { type Identity, identifyAccount } from './context/identify-account.ts'
import { mergeObservations } from './context/merge-observations.ts'
import { readBillingFacts } from './context/read-facts.ts'
import { raiseException, settleException } from './exceptions/raise-exception.ts'
import type { Recheck } from './gates/carry-out.ts'
import { workOut } from './gates/plan.ts'
import { proposePreview, withdrawPreview } from './gates/propose-preview.ts'
import type { RunRow } from './gates/run-store.ts'
import { findPreview, latestAutomation } from './gates/store.ts'
import { linksOfItem, readItem, updateItem } from './ownership/store.ts'
import { upsertItems } from './ownership/upsert-item.ts'
import { BILLING_INQUIRY_REFUND, planRefund } from './playbooks/billing-inquiry-refund.ts'
import { runClock, stopClock } from './sla/run-clock.ts'
import type { Reader, Store, Tx } from './store/store.ts'

export interface PipelineDeps {
  readonly store: Store
  readonly connectors: Connectors
  readonly now: () => number
}

/**
 * A signal's whole way, after it was stored: read the vendors again, then in one transaction identify the account,
 * merge what was read, find the work item and its owner, move its clocks, and let the automation propose. `settled`
 * is called inside that transaction, so that a signal and what it changed are committed together.
 * Returns the items it touched. Throws VendorUnavailable where the truth cannot be read now.
 */
export async function workOnSubject(
  deps: PipelineDeps,
  { source, subject, actor }: { source: string; subject: Subject; actor: Actor },
  settled: (tx: Tx, outcome: 'processed' | 'gone') => Promise<void>,
): Promise<string[]> {
  const observations = await observe(deps.connectors, source, subject)
  return deps.store.write(actor, async tx => {
    if (observations.length === 0) {
      await settled(tx, 'gone')
      return []
    }
    const identity = await identifyAccount(tx, observations)
    await mergeObservations(tx, identity, observations)
    const itemIds = await upsertItems(tx, identity, observations)
    for (const itemId of itemIds) {
      await flagIdentity(tx, itemId, identity)
      await advanceItem(tx, deps.connectors, itemId)
    }
    await settled(tx, 'processed')
    return itemIds
  })
}

/** What every connected vendor says of a subject and of whoever is behind it. Empty where it is gone. */
async function observe(connectors: Connectors, source: string, subject: Subject): Promise<Observation[]> {
  const reader = connectors.readers.get(source)
  if (!reader) {
    const variables = `MESHLINE_${source.toUpperCase()}_*`
    throw new VendorUnavailable({
      en: `${source} has no credentials; set ${variables}`,
      de: `${source} hat keine Zugangsdaten; ${variables} setzen`,
    })
  }
  const first = await reader.read(subject)
  if (!first) return []
  const others = [...connectors.readers.values()].filter(other => other.source !== source)
  const related = await Promise.all(others.map(other => other.readByIdentifiers(first.identifiers)))
  return [first, ...related.flat()]
}

async function flagIdentity(tx: Tx, itemId: string, identity: Identity): Promise<void> {
  if (identity.kind === 'certain') {
    return settleException(tx, 'ambiguous-identity', itemId, 'The account is certain now')
  }
  const { kind } = await readItem(tx.db, itemId)
  if (kind === 'general') return
  const summary: Localized =
    identity.kind === 'ambiguous'
      ? {
          en: `${identity.accountIds.length} accounts match. Say which one it is; no money moves until then.`,
          de: `${identity.accountIds.length} Konten passen. Legen Sie fest, welches es ist; bis dahin fließt kein Geld.`,
        }
      : {
          en: 'No account matches. Link the requester to a customer; no money moves until then.',
          de: 'Kein Konto passt. Verknüpfen Sie den Anfragenden mit einem Kunden; bis dahin fließt kein Geld.',
        }
  await raiseException(tx, { kind: 'ambiguous-identity', about: itemId, itemId, summary })
}

/** From facts to clocks and proposals, for one item. Twice on the same facts changes nothing. */
export async function advanceItem(tx: Tx, connectors: Connectors, itemId: string): Promise<void> {
  const links = await linksOfItem(tx.db, itemId)
  await moveEvidenceClock(tx, itemId, links.find(({ type }) => type === 'dispute')?.id ?? null)
  await proposeRefund(tx, connectors, itemId)
  await settleException(tx, 'stale-context', itemId, 'Read again')
}

async function moveEvidenceClock(tx: Tx, itemId: string, disputeId: string | null): Promise<void> {
  const billing = disputeId ? await readBillingFacts(tx.db, disputeId) : null
  if (!billing) return
  const { dispute } = billing.value
  const clock = { itemId, kind: 'dispute-evidence' as const, subjectId: dispute.id }
  if (dispute.status !== 'needs-response') {
    await stopClock(tx, clock)
    await updateItem(tx, itemId, {
      status: dispute.status === 'under-review' ? 'open' : 'done',
      pending_reason: null,
    })
    return
  }
  await updateItem(tx, itemId, { status: 'open', pending_reason: null })
  if (dispute.evidenceDueAt !== null) {
    await runClock(tx, { ...clock, startedAt: dispute.openedAt, dueAt: dispute.evidenceDueAt })
  }
}

async function proposeRefund(tx: Tx, connectors: Connectors, itemId: string): Promise<void> {
  const plan = await currentPlan(tx.db, { itemId, ownRunId: null, now: tx.now })
  if (!plan) return withdrawPreview(tx, itemId, BILLING_INQUIRY_REFUND)
  await proposePreview(tx, itemId, await workOut(tx.db, connectors, { itemId, plan }))
}

async function currentPlan(
  db: Reader,
  { itemId, ...rest }: { itemId: string; ownRunId: string | null; now: number },
) {
  const automation = await latestAutomation(db, BILLING_INQUIRY_REFUND)
  if (automation?.mode !== 'soft-auto') return null
  const [item, links] = [await readItem(db, itemId), await linksOfItem(db, itemId)]
  return planRefund(db, { automation, item, links, ...rest })
}

/** Reads an item's vendors again and lets it advance. Throws VendorUnavailable. */
export async function syncItem(deps: PipelineDeps, itemId: string, actor: Actor): Promise<void> {
  for (const { vendor, type, id } of await linksOfItem(deps.store.db, itemId)) {
    if (type === 'charge') continue
    const order = { source: vendor, subject: { type, id }, actor }
    await workOnSubject(deps, order, tx => auditSync(tx, itemId, `${vendor} ${type} ${id}`))
  }
}

async function auditSync(tx: Tx, itemId: string, what: string): Promise<void> {
  const summary = `Read again: ${what}`
  await tx.audit({
    action: 'item.synced',
    outcome: 'done',
    subject: { kind: 'item', id: itemId },
    itemId,
    summary,
  })
}

const SETTLED: Localized = {
  en: 'what called for it is settled at the vendor',
  de: 'der Anlass ist beim Anbieter erledigt',
}
const CHANGED: Localized = {
  en: 'the facts it was approved on changed',
  de: 'die Tatsachen, auf denen die Freigabe beruht, haben sich geändert',
}

/**
 * Before a run's first effect: reads the vendors again and compares the plan they lead to now with the one that was
 * approved.
 */
export async function recheckRun(deps: PipelineDeps, run: RunRow): Promise<Recheck> {
  try {
    await syncItem(deps, run.item_id, { kind: 'job', name: 'runs' })
  } catch (error) {
    if (error instanceof UnreadableAnswer) return { kind: 'changed', why: error.words }
    if (!(error instanceof VendorUnavailable)) throw error
    return { kind: 'unavailable', why: error.words, retryAfterMs: error.retryAfterMs }
  }
  const approved = await findPreview(deps.store.db, run.preview_id)
  const plan = await currentPlan(deps.store.db, { itemId: run.item_id, ownRunId: run.id, now: deps.now() })
  if (!plan || !approved) return { kind: 'changed', why: SETTLED }
  const failed = plan.judgement.verdict.reasons.find(({ outcome }) => outcome !== 'passed')
  if (failed) return { kind: 'changed', why: failed.seen }
  const { hash } = await workOut(deps.store.db, deps.connectors, { itemId: run.item_id, plan })
  if (hash !== approved.hash) return { kind: 'changed', why: CHANGED }
  return { kind: 'still-good' }
}

import type { Actor } from '../shared/actor.ts'
import { parseExactJson } from '../shared/exact-json.ts'
import type { Localized } from '../shared/locale.ts'
import type { Connectors, Observation, SignalSource } from './connectors/connector.ts'
import { RESYNC, UnreadableAnswer, VendorUnavailable } from './connectors/connector.ts'
import { upsertFact } from './context/fact-store.ts'
import { identifySubject } from './context/identify-subject.ts'
import { readBillingFacts } from './context/read-facts.ts'
import { storeRecords } from './context/store-records.ts'
import { settleException } from './exceptions/raise-exception.ts'
import type { Recheck } from './gates/carry-out.ts'
import { workOut } from './gates/plan.ts'
import { proposePreview, withdrawPreview } from './gates/propose-preview.ts'
import type { RunRow } from './gates/run-store.ts'
import { findPreview, latestAutomation } from './gates/store.ts'
import { flagIdentity } from './ownership/flag-identity.ts'
import { identifyItem } from './ownership/identify-item.ts'
import { linksOfItem, readItem, updateItem } from './ownership/store.ts'
import { upsertItems } from './ownership/upsert-item.ts'
import { BILLING_INQUIRY_REFUND, planRefund } from './playbooks/billing-inquiry-refund.ts'
import { BUMP_NOTE } from './playbooks/bump-note.ts'
import { ROUTING_SUGGESTION } from './playbooks/routing-suggestion.ts'
import { reviewItem } from './review-item.ts'
import { isGone, observe } from './signals/observe.ts'
import type { SignalWork } from './signals/process-signals.ts'
import { runClock, stopClock } from './sla/run-clock.ts'
import type { Reader, Store, Tx } from './store/store.ts'
import { resyncStream } from './sync/resync-stream.ts'

export interface PipelineDeps {
  readonly store: Store
  readonly connectors: Connectors
  readonly now: () => number
}

type Settled = (tx: Tx, outcome: 'processed' | 'gone') => Promise<void>

/**
 * A signal's whole way, after it was stored: read the vendors again, then in one transaction store what they say, see
 * whose it is, find the work item and its owner, move its clocks, and let the automation propose. `settled` is called
 * inside that transaction, so that a signal and what it changed are committed together. Returns the items it touched.
 * Throws VendorUnavailable where the truth cannot be read now.
 */
export async function workOnSubject(
  deps: PipelineDeps,
  work: SignalWork,
  settled: Settled,
): Promise<string[]> {
  const { store, connectors } = deps
  const { source, subject, actor, said } = work
  if (subject.type === RESYNC) return readStreamAgain(store, work, settled)
  const signals = connectors.sources.get(source)
  if (signals?.pushed) return takePushed(store, { ...work, signals }, settled)
  const hint = { changedAt: said.length > 0 ? Math.max(...said.map(({ occurredAt }) => occurredAt)) : null }
  const { observations, missing } = await observe(connectors, { source, subject, hint })
  const itemIds = await store.write(actor, async tx => {
    const touched = await takeIn(tx, connectors, observations)
    if (missing) await notePartly(tx, { source, subject, missing })
    else await settled(tx, isGone(observations) ? 'gone' : 'processed')
    return touched
  })
  // What could be read is shown already; the rest is come back for.
  if (missing) throw missing
  return itemIds
}

function notePartly(
  tx: Tx,
  { source, subject, missing }: Pick<SignalWork, 'source' | 'subject'> & { missing: VendorUnavailable },
): Promise<void> {
  return tx.audit({
    action: 'subject.partly-read',
    outcome: 'done',
    subject: { kind: subject.type, id: subject.id },
    itemId: null,
    summary: `${source} was read; ${missing.message}`,
  })
}

async function takeIn(
  tx: Tx,
  connectors: Connectors,
  observations: readonly Observation[],
): Promise<string[]> {
  const [first] = observations
  await storeRecords(
    tx,
    observations.flatMap(({ records }) => records),
  )
  for (const { facts, readAt } of observations) for (const fact of facts) await upsertFact(tx, fact, readAt)
  if (!first?.subject) return []
  const identity = await identifySubject(tx.db, first.subject)
  const itemIds = await upsertItems(tx, identity, observations)
  for (const itemId of itemIds) await judgeAgain(tx, connectors, itemId)
  return itemIds
}

/** A sender without an API: what it said is the truth, in whatever order it came. */
async function takePushed(
  store: Store,
  { actor, said, signals }: SignalWork & { signals: SignalSource },
  settled: Settled,
): Promise<string[]> {
  const records = said.flatMap(
    ({ body, receivedAt }) => signals.pushed?.(parseExactJson(body), receivedAt) ?? [],
  )
  return store.write(actor, async tx => {
    await storeRecords(tx, records)
    await settled(tx, 'processed')
    return []
  })
}

/** A gap in what was told: nobody knows which objects changed, so the stream is read from where it was left. */
function readStreamAgain(
  store: Store,
  { source, subject, actor }: SignalWork,
  settled: Settled,
): Promise<string[]> {
  return store.write(actor, async tx => {
    await resyncStream(tx, source, subject.id)
    await settled(tx, 'processed')
    return []
  })
}

/** An item whose account has become certain, or doubtful, without anything being read: flags and proposals follow. */
export async function judgeAgain(tx: Tx, connectors: Connectors, itemId: string): Promise<void> {
  if ((await linksOfItem(tx.db, itemId)).length === 0) return closeLeft(tx, itemId)
  await flagIdentity(tx, itemId, await identifyItem(tx.db, itemId))
  await advanceItem(tx, connectors, itemId)
}

/** What an item that was left by its last record had asked and proposed goes on where the record is now. */
async function closeLeft(tx: Tx, itemId: string): Promise<void> {
  await settleException(tx, 'ambiguous-identity', itemId, 'It goes on in another item')
  await withdrawPreview(tx, itemId, BILLING_INQUIRY_REFUND)
}

/** From facts to clocks and proposals, for one item. Twice on the same facts changes nothing. */
export async function advanceItem(tx: Tx, connectors: Connectors, itemId: string): Promise<void> {
  await reviewItem(tx, itemId)
  const links = await linksOfItem(tx.db, itemId)
  await moveEvidenceClock(tx, itemId, links.find(({ type }) => type === 'dispute')?.id ?? null)
  await proposeRefund(tx, connectors, itemId)
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
    const order = { source: vendor, subject: { type, id }, actor, said: [] }
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

const NEEDS_NO_FACTS: ReadonlySet<string> = new Set([ROUTING_SUGGESTION, BUMP_NOTE])

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
  const preview = await findPreview(deps.store.db, run.preview_id)
  // Their effects rest on nothing that is read again: an assignment carries what it found, a note says what happened.
  if (preview && NEEDS_NO_FACTS.has(preview.automation)) return { kind: 'still-good' }
  try {
    await syncItem(deps, run.item_id, { kind: 'job', name: 'runs' })
  } catch (error) {
    if (error instanceof UnreadableAnswer) return { kind: 'changed', why: error.words }
    if (!(error instanceof VendorUnavailable)) throw error
    return { kind: 'unavailable', why: error.words, retryAfterMs: error.retryAfterMs }
  }
  const plan = await currentPlan(deps.store.db, { itemId: run.item_id, ownRunId: run.id, now: deps.now() })
  if (!plan || !preview) return { kind: 'changed', why: SETTLED }
  const failed = plan.judgement.verdict.reasons.find(({ outcome }) => outcome !== 'passed')
  if (failed) return { kind: 'changed', why: failed.seen }
  const { hash } = await workOut(deps.store.db, deps.connectors, { itemId: run.item_id, plan })
  if (hash !== preview.hash) return { kind: 'changed', why: CHANGED }
  return { kind: 'still-good' }
}

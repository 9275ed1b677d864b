import { isCompleteReason } from '../../shared/change-reason.ts'
import type { UndoRequest } from '../../shared/decision.ts'
import { mayDecide } from '../../shared/gates/may-decide.ts'
import type { Localized } from '../../shared/locale.ts'
import type { Member } from '../../shared/member.ts'
import type { Permission } from '../../shared/panel.ts'
import type { Undo } from '../../shared/preview.ts'
import type { Connectors } from '../connectors/connector.ts'
import { isOneOf } from '../ownership/is-one-of.ts'
import type { Reader, Tx } from '../store/store.ts'
import { type EffectRecord, findEffect, findRun, type RunRow, undoOf } from './run-store.ts'
import { type RunOrder, startRun } from './start-run.ts'
import { findPreview, previewOf } from './store.ts'

export type UndoOutcome =
  | { readonly kind: 'started'; readonly runId: string }
  | { readonly kind: 'not-undoable'; readonly why: Localized }
  | { readonly kind: 'refused'; readonly permission: Permission & { kind: 'refused' } }
  | { readonly kind: 'reason-needed' }
  | { readonly kind: 'not-found' }

/** Whether an effect can be taken back now, in words for people. */
export async function undoFor(
  db: Reader,
  connectors: Pick<Connectors, 'executorFor'>,
  effect: EffectRecord,
): Promise<Undo> {
  const { planned, state } = effect
  const reverse = connectors.executorFor(planned.spec)?.reverse(planned.spec) ?? null
  if (!reverse) return { kind: 'not-offered', why: planned.reversibilityReason }
  if (state === 'undone') return notOffered('It has been taken back', 'Es wurde zurückgenommen')
  if (state !== 'done') return notOffered('It has not happened', 'Es ist nicht geschehen')
  if (effect.undoes)
    return notOffered('This is what took the change back', 'Damit wurde die Änderung zurückgenommen')
  if (await undoOf(db, effect.id))
    return notOffered('It is being taken back', 'Es wird gerade zurückgenommen')
  return {
    kind: 'offered',
    label: { en: `Undo: ${planned.title.en}`, de: `Zurücknehmen: ${planned.title.de}` },
  }
}

function notOffered(en: string, de: string): Undo {
  return { kind: 'not-offered', why: { en, de } }
}

/** Starts a run that sets a reversible effect back and notes on the ticket who did. */
export async function undoEffect(
  tx: Tx,
  connectors: Pick<Connectors, 'executorFor'>,
  { person, effectId, request }: { person: Member | null; effectId: string; request: UndoRequest },
): Promise<UndoOutcome> {
  const effect = await findEffect(tx.db, effectId)
  const run = effect && (await findRun(tx.db, effect.runId))
  if (!effect || !run)
    return refuse(tx, { effectId, itemId: null, why: 'no such effect' }, { kind: 'not-found' })
  const refusal = { effectId, itemId: run.item_id }
  const permission = await mayUndo(tx, { person, run, request })
  if (permission.kind === 'refused') {
    const why = permission.reasons.map(({ predicate }) => predicate).join(', ')
    return refuse(tx, { ...refusal, why }, { kind: 'refused', permission })
  }
  if (!person || !isCompleteReason('undo', request.reason)) {
    return refuse(tx, { ...refusal, why: 'reason-needed' }, { kind: 'reason-needed' })
  }
  const undo = await undoFor(tx.db, connectors, effect)
  if (undo.kind === 'not-offered') {
    return refuse(tx, { ...refusal, why: undo.why.en }, { kind: 'not-undoable', why: undo.why })
  }
  return { kind: 'started', runId: await startUndoRun(tx, connectors, { person, run, effect, request }) }
}

async function mayUndo(
  tx: Tx,
  { person, run, request }: { person: Member | null; run: RunRow; request: UndoRequest },
): Promise<Permission> {
  const row = await findPreview(tx.db, run.preview_id)
  if (!row) throw new Error(`Run ${run.id} has no preview`)
  const preview = await previewOf(tx.db, row)
  const onRecord = await isOneOf(tx.db, run.item_id, request.record)
  return mayDecide({
    act: 'undo',
    person,
    preview,
    seenHash: preview.hash,
    onRecord,
    acceptedStale: [],
    now: tx.now,
  })
}

const UNDO_WITHIN_MS = 15 * 60_000

interface UndoOrder {
  readonly person: Member
  readonly run: RunRow
  readonly effect: EffectRecord
  readonly request: UndoRequest
}

async function startUndoRun(
  tx: Tx,
  connectors: Pick<Connectors, 'executorFor'>,
  { person, run, effect, request }: UndoOrder,
): Promise<string> {
  const spec = effect.planned.spec
  const executor = connectors.executorFor(spec)
  const reverse = executor?.reverse(spec)
  if (!executor || !reverse) throw new Error(`Effect ${effect.id} was offered an undo it does not have`)
  const id = tx.newId('run')
  const planned = { spec: reverse, ...executor.describe(reverse, `meshline:undo:${effect.id}:${id}`) }
  await startRun(tx, {
    id,
    kind: 'undo',
    previewId: run.preview_id,
    itemId: run.item_id,
    authority: { kind: 'person', person },
    reason: request.reason,
    executeWithinMs: UNDO_WITHIN_MS,
    effects: [{ planned, undoes: effect.id }, ...undoNotes(connectors, { runId: id, effect })],
  })
  await tx.audit({
    action: 'effect.undo-started',
    outcome: 'done',
    subject: { kind: 'effect', id: effect.id },
    itemId: run.item_id,
    summary: `${person.name} takes back: ${effect.planned.title.en}`,
    detail: { reason: request.reason.code },
  })
  return id
}

/** On the ticket: who took it back. */
function undoNotes(
  connectors: Pick<Connectors, 'executorFor'>,
  { runId, effect }: { runId: string; effect: EffectRecord },
): RunOrder['effects'] {
  const { spec, title } = effect.planned
  if (spec.kind !== 'ticket-fields') return []
  const body = `Taken back by {{approver}}: ${title.en}. Reason: {{reason}}. Sent by Meshline, not typed by a person.`
  const note = { kind: 'internal-note' as const, vendor: 'zendesk' as const, ticketId: spec.ticketId, body }
  const described = connectors.executorFor(note)?.describe(note, `meshline:undo-note:${effect.id}:${runId}`)
  return described ? [{ planned: { spec: note, ...described }, undoes: null }] : []
}

async function refuse<T>(
  tx: Tx,
  { effectId, itemId, why }: { effectId: string; itemId: string | null; why: string },
  outcome: T,
): Promise<T> {
  await tx.audit({
    action: 'effect.undo-refused',
    outcome: 'refused',
    subject: { kind: 'effect', id: effectId },
    itemId,
    summary: why,
  })
  return outcome
}

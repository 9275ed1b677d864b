import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Preview, RunEffect } from '../../shared/preview.ts'
import { type RecordRef, sameRecord } from '../../shared/record-ref.ts'
import type { Failure, Result } from '../failure.ts'
import type { Draft } from '../messages.ts'
import type { Act } from './blockers.ts'
import { createDraftStore } from './draft-store.ts'
import type { HostTab } from './host-tab.ts'
import type { PanelStore } from './panel-store.ts'
import type { Worker } from './worker.ts'

/** How the last press on one card went. */
export type Outcome =
  | { kind: 'idle' }
  | { kind: 'busy'; act: Act | 'undo' }
  | { kind: 'done'; act: Act | 'undo' }
  | { kind: 'wrong-record' }
  | { kind: 'failed'; failure: Failure }

export interface DecisionStore {
  /** What is typed for a preview or an effect; kept until it is sent. */
  readonly draft: (subject: string) => Signal<Draft>
  readonly outcome: (subject: string) => ReadonlySignal<Outcome>
  /** How the last press of all went. */
  readonly latest: ReadonlySignal<Outcome | null>
  /** The card decided last in this panel, so that focus can go to its summary. */
  readonly justDecided: Signal<string | null>
  readonly decide: (preview: Preview, act: Act) => Promise<void>
  readonly undo: (effect: RunEffect) => Promise<void>
}

interface Parts {
  readonly worker: Worker
  readonly host: HostTab
  readonly panel: PanelStore
}

interface Press<T> {
  readonly subject: string
  readonly act: Act | 'undo'
  readonly send: (record: RecordRef) => Promise<Result<T>>
}

export function createDecisionStore({ worker, host, panel }: Parts): DecisionStore {
  const drafts = createDraftStore(worker)
  const justDecided = signal<string | null>(null)
  const { press, outcome, latest } = createPresses(host, panel)

  async function decide(preview: Preview, act: Act) {
    const { code, text, acceptedStale } = drafts.draft(preview.id).value
    const request = { decision: act, previewHash: preview.hash, reason: { code, text }, acceptedStale }
    const decided = await press({
      subject: preview.id,
      act,
      send: record => worker.ask({ kind: 'decide', previewId: preview.id, request: { ...request, record } }),
    })
    if (!decided) return
    drafts.drop(preview.id)
    justDecided.value = preview.id
    panel.panel.value = withDecision(panel.panel.value, preview.id, decided.decision)
    await panel.refresh()
  }

  async function undo(effect: RunEffect) {
    const { code, text } = drafts.draft(effect.id).value
    const undone = await press({
      subject: effect.id,
      act: 'undo',
      send: record =>
        worker.ask({ kind: 'undo', effectId: effect.id, request: { record, reason: { code, text } } }),
    })
    if (!undone) return
    drafts.drop(effect.id)
    await panel.refresh()
  }

  return { draft: drafts.draft, outcome, latest, justDecided, decide, undo }
}

/** One press, one request; in between the page itself is asked which record is before the person. */
function createPresses(host: HostTab, panel: PanelStore) {
  const outcomes = new Map<string, Signal<Outcome>>()
  const latest = signal<Outcome | null>(null)

  function outcome(subject: string): Signal<Outcome> {
    const known = outcomes.get(subject) ?? signal<Outcome>({ kind: 'idle' })
    outcomes.set(subject, known)
    return known
  }

  async function press<T>({ subject, act, send }: Press<T>): Promise<T | null> {
    const state = outcome(subject)
    const drawnFor = panel.record.value
    if (state.value.kind === 'busy' || !drawnFor) return null
    const settle = (next: Outcome) => {
      state.value = next
      latest.value = next
    }
    state.value = { kind: 'busy', act }
    const before = await host.whichRecord()
    if (!before || !sameRecord(before, drawnFor)) {
      settle({ kind: 'wrong-record' })
      return null
    }
    const answer = await send(drawnFor)
    settle(answer.ok ? { kind: 'done', act } : { kind: 'failed', failure: answer.failure })
    if (answer.ok) return answer.value
    // A refusal means that the panel was behind the world.
    if (answer.failure.kind === 'refused') void panel.refresh()
    return null
  }

  return { press, outcome, latest }
}

type Shown = PanelStore['panel']['value']

/** The decision on the card at once, before the panel is read again. */
function withDecision(shown: Shown, previewId: string, decision: NonNullable<Preview['decision']>): Shown {
  if (shown?.kind !== 'known') return shown
  const state = decision.decision === 'approve' ? 'approved' : 'declined'
  const previews = shown.previews.map(entry =>
    entry.preview.id === previewId
      ? { ...entry, preview: { ...entry.preview, state, decision } as const }
      : entry,
  )
  return { ...shown, previews }
}

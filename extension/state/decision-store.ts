import { effect as onChange, type Signal, signal } from '@preact/signals'
import type { Preview, RunEffect } from '../../shared/preview.ts'
import { recordKey } from '../../shared/record-ref.ts'
import type { Act } from './blockers.ts'
import type { DraftStore } from './draft-store.ts'
import type { PanelStore } from './panel-store.ts'
import type { Presses } from './presses.ts'
import type { Worker } from './worker.ts'

export interface DecisionStore {
  /** The card decided last in this panel, so that focus can go to its summary. */
  readonly justDecided: Signal<string | null>
  readonly decide: (preview: Preview, act: Act) => Promise<void>
  readonly undo: (effect: RunEffect) => Promise<void>
}

export interface PressParts {
  readonly worker: Worker
  readonly presses: Presses
  readonly drafts: DraftStore
  readonly panel: PanelStore
}

export function createDecisionStore({ worker, presses, drafts, panel }: PressParts): DecisionStore {
  const justDecided = signal<string | null>(null)
  carryDrafts(panel, drafts)

  async function decide(preview: Preview, act: Act) {
    const { code, text, acceptedStale } = drafts.draft(preview.id).value
    const request = { decision: act, previewHash: preview.hash, reason: { code, text }, acceptedStale }
    const decided = await presses.press({
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
    const undone = await presses.press({
      subject: effect.id,
      act: 'undo',
      send: record =>
        worker.ask({ kind: 'undo', effectId: effect.id, request: { record, reason: { code, text } } }),
    })
    if (!undone) return
    drafts.drop(effect.id)
    await panel.refresh()
  }

  return { justDecided, decide, undo }
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

/** A sync may replace a suggestion by a newer one of the same automation: the reason typed for it goes along. */
function carryDrafts(panel: PanelStore, drafts: DraftStore): void {
  const open = new Map<string, string>()
  onChange(() => {
    const shown = panel.panel.value
    if (shown?.kind !== 'known') return
    for (const { preview } of shown.previews) {
      if (preview.state !== 'proposed') continue
      const place = `${recordKey(shown.record)} ${preview.automation}`
      const before = open.get(place)
      open.set(place, preview.id)
      if (before !== undefined && before !== preview.id) drafts.move(before, preview.id)
    }
  })
}

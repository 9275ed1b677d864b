import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type RecordRef, sameRecord } from '../../shared/record-ref.ts'
import type { Failure, Result } from '../failure.ts'
import type { Act } from './blockers.ts'
import type { HostTab } from './host-tab.ts'
import type { PanelStore } from './panel-store.ts'

export type Pressed = Act | 'undo' | 'identify' | 'split' | 'assign' | 'correct-owner' | 'promise-update'

/** How the last press on one card went. */
export type Outcome =
  | { kind: 'idle' }
  | { kind: 'busy'; act: Pressed }
  | { kind: 'done'; act: Pressed }
  | { kind: 'wrong-record' }
  | { kind: 'failed'; failure: Failure }

interface Press<T> {
  /** What is pressed on: a preview, an effect, a question or an answer. */
  readonly subject: string
  readonly act: Pressed
  readonly send: (record: RecordRef) => Promise<Result<T>>
}

export interface Presses {
  readonly outcome: (subject: string) => ReadonlySignal<Outcome>
  /** How the last press of all went. */
  readonly latest: ReadonlySignal<Outcome | null>
  /** What the server answered, or null where it was not asked or did not do it. */
  readonly press: <T>(press: Press<T>) => Promise<T | null>
}

/** One press, one request; in between the page itself is asked which record is before the person. */
export function createPresses(host: HostTab, panel: PanelStore): Presses {
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

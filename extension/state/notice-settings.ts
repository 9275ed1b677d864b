import { type ReadonlySignal, signal } from '@preact/signals'
import type { QuietHours } from '../../shared/quiet-hours.ts'
import type { Failure } from '../failure.ts'
import type { AlertStore } from './alert-store.ts'
import type { Worker } from './worker.ts'

/** How the last press went. */
export type NoticeOutcome =
  | { kind: 'idle' }
  | { kind: 'busy' }
  | { kind: 'saved' }
  | { kind: 'tried'; shown: boolean }
  | { kind: 'failed'; failure: Failure }

/** When and whether notices reach the person. */
export interface NoticeSettings {
  readonly outcome: ReadonlySignal<NoticeOutcome>
  /** Null: no quiet hours. */
  readonly save: (hours: QuietHours | null) => Promise<void>
  /** Sends a notice to the desktop, as a real one would be. */
  readonly tryOut: () => Promise<void>
}

export function createNoticeSettings(worker: Worker, alerts: AlertStore): NoticeSettings {
  const outcome = signal<NoticeOutcome>({ kind: 'idle' })
  return {
    outcome,
    async save(quietHours) {
      outcome.value = { kind: 'busy' }
      const sent = await worker.ask({ kind: 'set-quiet-hours', quietHours })
      outcome.value = sent.ok ? { kind: 'saved' } : { kind: 'failed', failure: sent.failure }
      if (sent.ok) await alerts.reload()
    },
    async tryOut() {
      const sent = await worker.ask({ kind: 'test-alert' })
      outcome.value = sent.ok
        ? { kind: 'tried', shown: sent.value.shown }
        : { kind: 'failed', failure: sent.failure }
    },
  }
}

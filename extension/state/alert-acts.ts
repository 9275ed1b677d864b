import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Alert } from '../../shared/panel.ts'
import type { Failure, Result } from '../failure.ts'
import type { AlertStore } from './alert-store.ts'
import { createDraftStore, type DraftStore } from './draft-store.ts'
import type { Worker } from './worker.ts'

export type AlertAct = 'acknowledge' | 'snooze'

/** How the last press went. */
export type AlertOutcome =
  | { kind: 'idle' }
  | { kind: 'busy'; clockId: string }
  | { kind: 'done'; act: AlertAct; title: string }
  | { kind: 'failed'; clockId: string; failure: Failure }

export interface AlertActs {
  /** The clock whose form to put it off is open. */
  readonly snoozing: Signal<string | null>
  readonly outcome: ReadonlySignal<AlertOutcome>
  /** Why it can wait, as far as it is typed; the code is how long. */
  readonly drafts: DraftStore
  /** True once it is done. */
  readonly acknowledge: (alert: Alert) => Promise<boolean>
  readonly snooze: (alert: Alert, request: { until: number; reason: string }) => Promise<boolean>
}

/** What somebody does about an alert of their own; the clock goes on whatever it is. */
export function createAlertActs(worker: Worker, alerts: AlertStore): AlertActs {
  const outcome = signal<AlertOutcome>({ kind: 'idle' })
  const snoozing = signal<string | null>(null)
  const drafts = createDraftStore(worker)

  async function press(alert: Alert, act: AlertAct, send: () => Promise<Result<unknown>>): Promise<boolean> {
    if (outcome.value.kind === 'busy') return false
    const clockId = alert.clock.id
    outcome.value = { kind: 'busy', clockId }
    const sent = await send()
    outcome.value = sent.ok
      ? { kind: 'done', act, title: alert.title }
      : { kind: 'failed', clockId, failure: sent.failure }
    if (sent.ok) {
      if (snoozing.value === clockId) snoozing.value = null
      await alerts.reload()
    }
    return sent.ok
  }

  return {
    snoozing,
    outcome,
    drafts,
    acknowledge: alert =>
      press(alert, 'acknowledge', () => worker.ask({ kind: 'acknowledge', clockId: alert.clock.id })),
    async snooze(alert, request) {
      const clockId = alert.clock.id
      const done = await press(alert, 'snooze', () => worker.ask({ kind: 'snooze', clockId, request }))
      if (done) drafts.drop(snoozeSubject(alert))
      return done
    },
  }
}

/** What a typed reason is kept under. */
export function snoozeSubject({ clock }: Alert): string {
  return `snooze ${clock.id}`
}

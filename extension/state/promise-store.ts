import type { KnownPanel } from '../../shared/panel.ts'
import type { PressParts } from './decision-store.ts'

export interface PromiseStore {
  /** Starts or moves the clock of a promise to the customer; `until` in epoch milliseconds. True once it runs. */
  readonly make: (panel: KnownPanel, until: number) => Promise<boolean>
}

/** What is pressed on, and under which a chosen time is kept. */
export function promiseSubject({ item }: KnownPanel): string {
  return `promise-${item.id}`
}

export function createPromiseStore({ worker, presses, drafts, panel }: PressParts): PromiseStore {
  return {
    async make(shown, until) {
      const subject = promiseSubject(shown)
      const sent = await presses.press({
        subject,
        act: 'promise-update',
        send: record =>
          worker.ask({ kind: 'promise-update', itemId: shown.item.id, request: { record, until } }),
      })
      if (!sent) return false
      drafts.drop(subject)
      await panel.refresh()
      return true
    },
  }
}

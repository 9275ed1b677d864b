import { type ReadonlySignal, signal } from '@preact/signals'
import type { Presence } from '../../shared/ownership.ts'
import { type Failure, mayPass } from '../failure.ts'
import type { WorkerToPage } from '../messages.ts'
import type { Worker } from './worker.ts'

/** Whether I take on new items. */
export interface PresenceStore {
  /** Null until the first answer, and where nobody is signed in. */
  readonly presence: ReadonlySignal<Presence | null>
  readonly busy: ReadonlySignal<boolean>
  /** Why the last press did nothing. */
  readonly failure: ReadonlySignal<Failure | null>
  readonly load: () => Promise<void>
  readonly set: (presence: Presence) => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

export function createPresenceStore(worker: Worker): PresenceStore {
  const presence = signal<Presence | null>(null)
  const busy = signal(false)
  const failure = signal<Failure | null>(null)

  async function load() {
    const sent = await worker.ask({ kind: 'presence' })
    if (sent.ok) presence.value = sent.value.presence
    else if (!mayPass(sent.failure)) presence.value = null
  }

  return {
    presence,
    busy,
    failure,
    load,
    async set(wanted) {
      if (busy.value) return
      busy.value = true
      const sent = await worker.ask({ kind: 'set-presence', presence: wanted })
      busy.value = false
      failure.value = sent.ok ? null : sent.failure
      if (sent.ok) presence.value = sent.value.presence
    },
    hear(news) {
      if (news.kind === 'session-changed') void load()
    },
  }
}

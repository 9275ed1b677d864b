import { type ReadonlySignal, signal } from '@preact/signals'
import type { NativeConflicts } from '../../shared/native-conflict.ts'
import type { Failure } from '../failure.ts'
import type { Worker } from './worker.ts'

/** What the tools' own rules do beside ours. */
export interface ConflictStore {
  /** Null until the first answer. */
  readonly answer: ReadonlySignal<NativeConflicts | null>
  readonly failure: ReadonlySignal<Failure | null>
  readonly loading: ReadonlySignal<boolean>
  /** Has the server ask the tools, which takes its time. */
  readonly load: () => Promise<void>
}

export function createConflictStore(worker: Worker): ConflictStore {
  const answer = signal<NativeConflicts | null>(null)
  const failure = signal<Failure | null>(null)
  const loading = signal(false)
  return {
    answer,
    failure,
    loading,
    async load() {
      if (loading.value) return
      loading.value = true
      const sent = await worker.ask({ kind: 'native-conflicts' })
      loading.value = false
      failure.value = sent.ok ? null : sent.failure
      if (sent.ok) answer.value = sent.value
      else if (sent.failure.kind === 'signed-out' || sent.failure.kind === 'not-set-up') answer.value = null
    },
  }
}

import { type Signal, signal } from '@preact/signals'
import type { Draft } from '../messages.ts'
import type { Worker } from './worker.ts'

export interface DraftStore {
  /** What is typed for a preview or an effect; kept by the worker until it is dropped. */
  readonly draft: (subject: string) => Signal<Draft>
  /** It has been sent. */
  readonly drop: (subject: string) => void
}

export function createDraftStore(worker: Worker): DraftStore {
  const drafts = new Map<string, Signal<Draft>>()

  async function restore(typed: Signal<Draft>, subject: string) {
    const found = await worker.ask({ kind: 'draft', subject })
    if (found.ok && found.value && isEmpty(typed.value)) typed.value = found.value
    typed.subscribe(next => {
      if (!isEmpty(next)) void worker.ask({ kind: 'save-draft', draft: next })
    })
  }

  function draft(subject: string): Signal<Draft> {
    const known = drafts.get(subject)
    if (known) return known
    const typed = signal(emptyDraft(subject))
    drafts.set(subject, typed)
    void restore(typed, subject)
    return typed
  }

  function drop(subject: string) {
    draft(subject).value = emptyDraft(subject)
    void worker.ask({ kind: 'drop-draft', subject })
  }

  return { draft, drop }
}

function emptyDraft(subject: string): Draft {
  return { subject, code: '', text: '', acceptedStale: [] }
}

function isEmpty(draft: Draft): boolean {
  return draft.code === '' && draft.text === '' && draft.acceptedStale.length === 0
}

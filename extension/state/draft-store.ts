import { type Signal, signal } from '@preact/signals'
import type { Draft } from '../messages.ts'
import type { Worker } from './worker.ts'

export interface DraftStore {
  /** What is typed for a preview, an effect, a question or an answer; kept by the worker until it is dropped. */
  readonly draft: (subject: string) => Signal<Draft>
  /** It has been sent. */
  readonly drop: (subject: string) => void
  /** What was typed for one goes to what replaces it, unless something is typed there; ticks do not. */
  readonly move: (from: string, to: string) => void
}

export function createDraftStore(worker: Worker): DraftStore {
  const drafts = new Map<string, Signal<Draft>>()

  async function restore(typed: Signal<Draft>, subject: string) {
    const found = await worker.ask({ kind: 'draft', subject })
    if (found.ok && found.value && isEmpty(typed.value)) typed.value = { ...typed.value, ...found.value }
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

  function move(from: string, to: string) {
    const { code, text } = draft(from).peek()
    const target = draft(to)
    if (code === '' && text === '') return
    if (isEmpty(target.peek())) target.value = { ...target.peek(), code, text }
    drop(from)
  }

  return { draft, drop, move }
}

function emptyDraft(subject: string): Draft {
  return { subject, code: '', text: '', acceptedStale: [], chosen: '' }
}

function isEmpty(draft: Draft): boolean {
  return draft.code === '' && draft.text === '' && draft.chosen === '' && draft.acceptedStale.length === 0
}

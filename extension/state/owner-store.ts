import { type ReadonlySignal, signal } from '@preact/signals'
import type { Assignable } from '../../shared/owner-decision.ts'
import type { KnownPanel } from '../../shared/panel.ts'
import type { PressParts } from './decision-store.ts'

export interface OwnerStore {
  /** Who may be given an item; null until somebody asked. */
  readonly people: ReadonlySignal<readonly Assignable[] | null>
  readonly loadPeople: () => Promise<void>
  /** Sets the owner in the tool the record is in. */
  readonly assign: (panel: KnownPanel) => Promise<void>
  /** Gives it to the person chosen in the draft. True once it is theirs. */
  readonly correct: (panel: KnownPanel) => Promise<boolean>
}

/** What is pressed on, and under which a typed reason is kept. */
export function assignSubject({ item }: KnownPanel): string {
  return `assign-${item.id}`
}

export function ownerSubject({ item }: KnownPanel): string {
  return `owner-${item.id}`
}

export function createOwnerStore({ worker, presses, drafts, panel }: PressParts): OwnerStore {
  const people = signal<readonly Assignable[] | null>(null)

  async function loadPeople() {
    const answer = await worker.ask({ kind: 'people' })
    if (answer.ok) people.value = answer.value.people
  }

  async function assign(shown: KnownPanel) {
    const sent = await presses.press({
      subject: assignSubject(shown),
      act: 'assign',
      send: record => worker.ask({ kind: 'assign', itemId: shown.item.id, request: { record } }),
    })
    if (sent) await panel.refresh()
  }

  async function correct(shown: KnownPanel) {
    const subject = ownerSubject(shown)
    const { code, text, chosen } = drafts.draft(subject).value
    const request = { memberId: chosen, reason: { code, text } }
    const sent = await presses.press({
      subject,
      act: 'correct-owner',
      send: record =>
        worker.ask({ kind: 'correct-owner', itemId: shown.item.id, request: { ...request, record } }),
    })
    if (!sent) return false
    drafts.drop(subject)
    await panel.refresh()
    return true
  }

  return { people, loadPeople, assign, correct }
}

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Leave } from '../../shared/leave.ts'
import { type Failure, mayPass, type Result } from '../failure.ts'
import type { Draft, WorkerToPage } from '../messages.ts'
import { createDraftStore } from './draft-store.ts'
import type { Worker } from './worker.ts'

/** How the last press went. */
export type LeaveOutcome =
  | { kind: 'idle' }
  | { kind: 'busy' }
  | { kind: 'taken' }
  | { kind: 'taken-back' }
  | { kind: 'failed'; failure: Failure }

/** As it is typed: days, and times of day where they are not midnight, by the clock of this device. */
export interface LeaveForm {
  readonly fromDay: string
  readonly fromTime: string
  readonly untilDay: string
  readonly untilTime: string
  readonly reason: string
}

/** When I am not there. */
export interface LeaveStore {
  /** Those to come, the next one first; null until the first answer. */
  readonly leaves: ReadonlySignal<readonly Leave[] | null>
  readonly form: ReadonlySignal<LeaveForm>
  /** Why what is typed is no leave yet; null where it is one. */
  readonly wrong: ReadonlySignal<'incomplete' | 'ends-first' | null>
  readonly outcome: ReadonlySignal<LeaveOutcome>
  readonly load: () => Promise<void>
  readonly type: (change: Partial<LeaveForm>) => void
  readonly take: () => Promise<void>
  readonly takeBack: (leaveId: string) => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

/** What a typed leave is kept under until it is sent. */
const SUBJECT = 'leave'

export function createLeaveStore(worker: Worker): LeaveStore {
  const leaves = signal<readonly Leave[] | null>(null)
  const outcome = signal<LeaveOutcome>({ kind: 'idle' })
  const drafts = createDraftStore(worker)
  const draft = drafts.draft(SUBJECT)
  const form = computed(() => formIn(draft.value))
  const times = computed(() => timesIn(form.value))

  async function load() {
    const sent = await worker.ask({ kind: 'leaves' })
    if (sent.ok) leaves.value = sent.value.leaves
    else if (!mayPass(sent.failure)) leaves.value = null
  }

  async function press(done: 'taken' | 'taken-back', send: () => Promise<Result<unknown>>) {
    if (outcome.value.kind === 'busy') return
    outcome.value = { kind: 'busy' }
    const sent = await send()
    outcome.value = sent.ok ? { kind: done } : { kind: 'failed', failure: sent.failure }
    if (sent.ok && done === 'taken') drafts.drop(SUBJECT)
    await load()
  }

  return {
    leaves,
    form,
    wrong: computed(() => wrongWith(times.value)),
    outcome,
    load,
    type: change => typeInto(draft, { ...form.value, ...change }),
    async take() {
      const { startsAt, endsAt } = times.value
      const reason = form.value.reason.trim()
      if (wrongWith(times.value) !== null) return
      await press('taken', () => worker.ask({ kind: 'take-leave', request: { startsAt, endsAt, reason } }))
    },
    takeBack: leaveId => press('taken-back', () => worker.ask({ kind: 'cancel-leave', leaveId })),
    hear(news) {
      if (news.kind === 'session-changed') void load()
    },
  }
}

/** The days and times stand in the code of the draft, the reason in its text. */
function formIn({ code, text }: Draft): LeaveForm {
  const [fromDay = '', fromTime = '', untilDay = '', untilTime = ''] = code.split(' ')
  return { fromDay, fromTime, untilDay, untilTime, reason: text }
}

function typeInto(draft: Signal<Draft>, { reason, ...times }: LeaveForm): void {
  const { fromDay, fromTime, untilDay, untilTime } = times
  const code = [fromDay, fromTime, untilDay, untilTime].join(' ')
  draft.value = { ...draft.value, code: code.trim() === '' ? '' : code, text: reason }
}

interface Times {
  readonly startsAt: number
  readonly endsAt: number
}

function timesIn({ fromDay, fromTime, untilDay, untilTime }: LeaveForm): Times {
  return { startsAt: momentOf(fromDay, fromTime), endsAt: momentOf(untilDay, untilTime) }
}

/** By the clock of this device; NaN where no day is typed. */
function momentOf(day: string, time: string): number {
  return day === '' ? Number.NaN : new Date(`${day}T${time || '00:00'}`).getTime()
}

function wrongWith({ startsAt, endsAt }: Times): 'incomplete' | 'ends-first' | null {
  if (Number.isNaN(startsAt) || Number.isNaN(endsAt)) return 'incomplete'
  return endsAt <= startsAt ? 'ends-first' : null
}

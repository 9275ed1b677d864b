import { type ReadonlySignal, signal } from '@preact/signals'
import { SIGNAL_STATES, type SignalState } from '../../shared/signal-entry.ts'
import { type Failure, mayPass } from '../failure.ts'
import type { WorkerAnswers, WorkerToPage } from '../messages.ts'
import type { Worker } from './worker.ts'

const AT_ONCE = 50
/** The server lists no more. */
const MOST = 500
const SOONEST_MS = 2000
const LATEST_MS = 30_000
const AFTER_FAILURE_MS = 10_000

/** A state, or everything. */
export type SignalFilter = SignalState | 'all'
export const SIGNAL_FILTERS: readonly SignalFilter[] = ['all', 'unreadable', 'stored', 'processed', 'ignored']

export interface SignalStore {
  readonly filter: ReadonlySignal<SignalFilter>
  /** Null until the first answer for this filter. */
  readonly answer: ReadonlySignal<WorkerAnswers['signals'] | null>
  /** Of all signals, whatever the filter. */
  readonly counts: ReadonlySignal<WorkerAnswers['signals']['counts'] | null>
  readonly failure: ReadonlySignal<Failure | null>
  readonly loading: ReadonlySignal<boolean>
  /** How replaying one goes: under way, or why it was not done. */
  readonly replays: ReadonlySignal<ReadonlyMap<string, 'busy' | Failure>>
  /** What came, of those that were opened. */
  readonly bodies: ReadonlySignal<ReadonlyMap<string, string | Failure>>
  readonly load: () => Promise<void>
  readonly choose: (filter: SignalFilter) => Promise<void>
  /** Asks for older ones too. */
  readonly more: () => Promise<void>
  /** Whether there may be older ones that can be asked for. */
  readonly hasMore: () => boolean
  readonly replay: (id: string) => Promise<void>
  readonly readBody: (id: string) => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

/** The filter in an address such as `dashboard.html?page=signals&state=unreadable`; all where it names none. */
export function filterIn(search: string): SignalFilter {
  const named = new URLSearchParams(search).get('state')
  return SIGNAL_STATES.find(state => state === named) ?? 'all'
}

export function createSignalStore(worker: Worker, first: SignalFilter): SignalStore {
  const state = createState(first)
  const { filter, answer, replays, bodies, limit } = state
  const load = createReader(worker, state)

  async function choose(next: SignalFilter) {
    filter.value = next
    answer.value = null
    limit.value = AT_ONCE
    await load()
  }

  async function more() {
    limit.value = Math.min(MOST, limit.value + AT_ONCE)
    await load()
  }

  async function replay(id: string) {
    if (replays.value.get(id) === 'busy') return
    replays.value = new Map(replays.value).set(id, 'busy')
    const sent = await worker.ask({ kind: 'replay', signalId: id })
    const outcomes = new Map(replays.value)
    if (sent.ok) outcomes.delete(id)
    else outcomes.set(id, sent.failure)
    replays.value = outcomes
    await load()
  }

  async function readBody(id: string) {
    const sent = await worker.ask({ kind: 'signal-body', signalId: id })
    bodies.value = new Map(bodies.value).set(id, sent.ok ? sent.value.body : sent.failure)
  }

  return {
    ...state,
    load,
    choose,
    more,
    hasMore: () => limit.value < MOST && answer.value?.signals.length === limit.value,
    replay,
    readBody,
    hear(news) {
      if (news.kind === 'session-changed') void load()
    },
  }
}

function createState(first: SignalFilter) {
  return {
    filter: signal(first),
    answer: signal<WorkerAnswers['signals'] | null>(null),
    counts: signal<WorkerAnswers['signals']['counts'] | null>(null),
    failure: signal<Failure | null>(null),
    loading: signal(false),
    replays: signal<ReadonlyMap<string, 'busy' | Failure>>(new Map()),
    bodies: signal<ReadonlyMap<string, string | Failure>>(new Map()),
    limit: signal(AT_ONCE),
  }
}

/** Reads the list, and again by itself while something in it waits or an outage lasts. */
function createReader(worker: Worker, state: ReturnType<typeof createState>): () => Promise<void> {
  const { filter, answer, counts, failure, limit, loading, bodies } = state
  let again: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  function waitMs(): number | null {
    if (failure.value) return mayPass(failure.value) ? AFTER_FAILURE_MS : null
    const due = (answer.value?.signals ?? []).flatMap(({ nextAt }) => nextAt ?? [])
    if (due.length === 0) return null
    return Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.min(...due) - Date.now()))
  }

  return async function load() {
    clearTimeout(again)
    const turn = ++asked
    loading.value = true
    const only = filter.value === 'all' ? null : filter.value
    const sent = await worker.ask({ kind: 'signals', state: only, limit: limit.value })
    if (turn !== asked) return
    loading.value = false
    failure.value = sent.ok ? null : sent.failure
    if (sent.ok) {
      answer.value = sent.value
      counts.value = sent.value.counts
    } else if (!mayPass(sent.failure)) {
      answer.value = null
      counts.value = null
      bodies.value = new Map()
    }
    const wait = waitMs()
    if (wait !== null) again = setTimeout(() => void load(), wait)
  }
}

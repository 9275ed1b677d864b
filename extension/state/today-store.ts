import { type ReadonlySignal, signal } from '@preact/signals'
import type { SourceState } from '../../shared/panel.ts'
import type { SlaReport } from '../../shared/sla-report.ts'
import type { Validation } from '../../shared/validation.ts'
import type { Failure } from '../failure.ts'
import type { WorkerToPage } from '../messages.ts'
import { latestOf } from './accuracy.ts'
import type { Worker } from './worker.ts'

const WHILE_CHECKING_MS = 2000
const WHILE_FILLING_MS = 5000
const AFTER_FAILURE_MS = 10_000
const SAMPLE = 50

/** How the last press on the dashboard went. */
export type TodayOutcome =
  | { kind: 'idle' }
  | { kind: 'busy'; act: 'check' | 'sign' }
  | { kind: 'failed'; act: 'check' | 'sign'; failure: Failure }

export interface TodayStore {
  /** Newest first; null until the first answer. */
  readonly validations: ReadonlySignal<readonly Validation[] | null>
  readonly sources: ReadonlySignal<readonly SourceState[] | null>
  /** Null until the first answer. */
  readonly slaReport: ReadonlySignal<SlaReport | null>
  readonly failure: ReadonlySignal<Failure | null>
  readonly loading: ReadonlySignal<boolean>
  readonly outcome: ReadonlySignal<TodayOutcome>
  readonly load: () => Promise<void>
  /** Has the server compare accounts with their sources; it goes on without this page. */
  readonly check: () => Promise<void>
  /** True once it is signed. */
  readonly sign: (validation: Validation, note: string) => Promise<boolean>
  readonly hear: (news: WorkerToPage) => void
}

export function createTodayStore(worker: Worker): TodayStore {
  const state = createState()
  const { validations, outcome } = state
  const load = createReader(worker, state)

  async function check() {
    const sent = await act('check', () => worker.ask({ kind: 'validate', sample: SAMPLE }))
    if (sent) await load()
  }

  async function sign({ id }: Validation, note: string) {
    const sent = await act('sign', () => worker.ask({ kind: 'sign-validation', validationId: id, note }))
    if (!sent) return false
    validations.value = (validations.value ?? []).map(one => (one.id === id ? sent.validation : one))
    return true
  }

  async function act<T>(
    which: 'check' | 'sign',
    send: () => Promise<{ ok: true; value: T } | { ok: false; failure: Failure }>,
  ): Promise<T | null> {
    if (outcome.value.kind === 'busy') return null
    outcome.value = { kind: 'busy', act: which }
    const sent = await send()
    outcome.value = sent.ok ? { kind: 'idle' } : { kind: 'failed', act: which, failure: sent.failure }
    if (sent.ok) return sent.value
    // A refusal means that the page was behind the world.
    if (sent.failure.kind === 'refused') void load()
    return null
  }

  let live: boolean | undefined
  return {
    ...state,
    load,
    check,
    sign,
    hear(news) {
      if (news.kind === 'session-changed') void load()
      if (news.kind !== 'stream') return
      // What changed while nobody listened was told to nobody.
      if (news.live && live === false) void load()
      live = news.live
    },
  }
}

function createState() {
  return {
    validations: signal<readonly Validation[] | null>(null),
    sources: signal<readonly SourceState[] | null>(null),
    slaReport: signal<SlaReport | null>(null),
    failure: signal<Failure | null>(null),
    loading: signal(false),
    outcome: signal<TodayOutcome>({ kind: 'idle' }),
  }
}

/** Reads all of them, and again by itself while something in them is under way. */
function createReader(worker: Worker, state: ReturnType<typeof createState>): () => Promise<void> {
  const { validations, sources, slaReport, failure, loading } = state
  let again: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  function waitMs(): number | null {
    if (failure.value?.kind === 'offline' || failure.value?.kind === 'server-down') return AFTER_FAILURE_MS
    if (latestOf(validations.value ?? []).running) return WHILE_CHECKING_MS
    return sources.value?.some(({ backfill }) => backfill !== null) ? WHILE_FILLING_MS : null
  }

  async function read() {
    clearTimeout(again)
    const turn = ++asked
    const [checks, states, report] = await Promise.all([
      worker.ask({ kind: 'validations' }),
      worker.ask({ kind: 'sources' }),
      worker.ask({ kind: 'sla-report' }),
    ])
    if (turn !== asked) return
    const failed = [checks, states, report].find(answer => !answer.ok)
    failure.value = failed && !failed.ok ? failed.failure : null
    if (checks.ok) validations.value = checks.value.validations
    if (states.ok) sources.value = states.value.sources
    if (report.ok) slaReport.value = report.value
    if (failure.value?.kind === 'signed-out' || failure.value?.kind === 'not-set-up') {
      validations.value = null
      sources.value = null
      slaReport.value = null
    }
    const wait = waitMs()
    if (wait !== null) again = setTimeout(() => void read(), wait)
  }

  return async function load() {
    loading.value = true
    await read()
    loading.value = false
  }
}

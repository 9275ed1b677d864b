import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Panel } from '../../shared/panel.ts'
import { type RecordRef, recordKey, sameRecord } from '../../shared/record-ref.ts'
import { type Failure, mayPass } from '../failure.ts'
import type { WorkerToPage } from '../messages.ts'
import { markAfterPaint, markNow } from './marks.ts'
import type { Worker } from './worker.ts'

/** Between a navigation and the header following it a card stays drawn this long, though nothing can be pressed. */
const BLANK_AFTER_MS = 200
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 30_000

export interface PanelStore {
  /** The record the panel is drawn for; stays a moment after the page stopped naming one. */
  readonly record: ReadonlySignal<RecordRef | null>
  /** False while the page names no record. */
  readonly active: ReadonlySignal<boolean>
  readonly panel: Signal<Panel | null>
  /** Whether the server has confirmed what is shown since the record came up. */
  readonly fresh: ReadonlySignal<boolean>
  readonly busy: ReadonlySignal<'loading' | 'syncing' | null>
  readonly failure: ReadonlySignal<Failure | null>
  /** Server's clock less ours, in milliseconds. */
  readonly clockOffset: ReadonlySignal<number>
  readonly show: (record: RecordRef | null) => void
  readonly refresh: () => Promise<void>
  /** Has the server read the vendors again. */
  readonly sync: () => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

export function createPanelStore(worker: Worker): PanelStore {
  const state = createState()
  const { record, active, panel, fresh, failure } = state
  const { load, showCached, known, forget } = createReader(worker, state)
  let live: boolean | undefined
  let blanking: ReturnType<typeof setTimeout> | undefined

  function leave() {
    active.value = false
    clearTimeout(blanking)
    blanking = setTimeout(() => {
      record.value = null
      panel.value = null
      fresh.value = false
    }, BLANK_AFTER_MS)
  }

  function enter(ref: RecordRef) {
    clearTimeout(blanking)
    active.value = true
    if (isShown(state, ref)) return
    markNow('meshline:record')
    record.value = ref
    fresh.value = false
    panel.value = known(ref)
    failure.value = null
    void showCached(ref)
    void load('panel')
  }

  function hear(news: WorkerToPage) {
    if (news.kind === 'changed' && news.records.some(ref => isShown(state, ref))) void load('panel')
    if (news.kind === 'stream') {
      // What changed while nobody listened was told to nobody.
      if (news.live && live === false) void load('panel')
      live = news.live
    }
    if (news.kind !== 'session-changed') return
    if (!news.signedIn) forget()
    void load('panel')
  }

  return {
    ...state,
    show: ref => (ref ? enter(ref) : leave()),
    refresh: () => load('panel'),
    sync: () => load('sync'),
    hear,
  }
}

type State = ReturnType<typeof createState>

function createState() {
  return {
    record: signal<RecordRef | null>(null),
    active: signal(false),
    panel: signal<Panel | null>(null),
    fresh: signal(false),
    busy: signal<'loading' | 'syncing' | null>(null),
    failure: signal<Failure | null>(null),
    clockOffset: signal(0),
  }
}

function isShown({ record }: State, ref: RecordRef): boolean {
  return record.value !== null && sameRecord(record.value, ref)
}

/**
 * Reads panels from the worker into the state; answers for a record that is no longer shown are dropped. While the
 * server cannot be reached it asks again by itself: the browser may say `online` before a request gets through, and
 * a stream that outlived the outage brings no news of its end.
 */
function createReader(worker: Worker, state: State) {
  const { panel, fresh, busy, failure, clockOffset } = state
  const seen = new Map<string, Panel>()
  const known = (ref: RecordRef) => seen.get(recordKey(ref)) ?? null
  let asked = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_RETRY_MS

  async function showCached(ref: RecordRef) {
    const sent = known(ref) ? null : await worker.ask({ kind: 'cached', record: ref })
    const last = known(ref) ?? (sent?.ok ? sent.value : null)
    if (!last || !isShown(state, ref) || fresh.value) return
    panel.value = last
    markAfterPaint('meshline:cached')
  }

  async function load(kind: 'panel' | 'sync') {
    const ref = state.record.value
    if (!ref) return
    clearTimeout(retry)
    const turn = ++asked
    busy.value = kind === 'sync' ? 'syncing' : 'loading'
    const sent = await worker.ask({ kind, record: ref })
    if (!isShown(state, ref)) return
    if (turn === asked) busy.value = null
    // Whether the server answers is for the question asked last to say.
    else if (!sent.ok && mayPass(sent.failure)) return
    failure.value = sent.ok ? null : sent.failure
    if (sent.ok) {
      wait = FIRST_RETRY_MS
      accept(ref, sent.value)
    } else if (mayPass(sent.failure)) askAgain()
    else if (sent.failure.kind === 'signed-out' || sent.failure.kind === 'not-set-up') forget()
  }

  function askAgain() {
    retry = setTimeout(() => void load('panel'), wait)
    wait = Math.min(LONGEST_RETRY_MS, wait * 2)
  }

  function accept(ref: RecordRef, next: Panel) {
    if (fresh.value && panel.value && next.readAt < panel.value.readAt) return
    clockOffset.value = next.readAt - Date.now()
    fresh.value = true
    panel.value = next
    markAfterPaint('meshline:fresh')
    seen.set(recordKey(ref), next)
  }

  function forget() {
    seen.clear()
    panel.value = null
    fresh.value = false
  }

  return { load, showCached, known, forget }
}

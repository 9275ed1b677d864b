import { type ReadonlySignal, signal } from '@preact/signals'
import type { Backtest, BacktestKind } from '../../shared/backtest.ts'
import type { PolicyDocument } from '../../shared/policy-check.ts'
import { type Failure, mayPass } from '../failure.ts'
import type { DraftStore } from './draft-store.ts'
import type { Worker } from './worker.ts'

const LOOK_AGAIN_MS = 700

export interface BacktestStore {
  readonly backtest: ReadonlySignal<Backtest | null>
  readonly busy: ReadonlySignal<boolean>
  readonly failure: ReadonlySignal<Failure | null>
  /** Goes on with what was under way when the page was closed. */
  readonly resume: () => void
  readonly start: (policy: PolicyDocument, days: number) => Promise<void>
  readonly cancel: () => Promise<void>
}

/** A trial of a policy; it goes on without this page, which finds it again. */
export function createBacktestStore(worker: Worker, drafts: DraftStore, kind: BacktestKind): BacktestStore {
  const subject = `backtest:${kind}`
  const remembered = drafts.draft(subject)
  const backtest = signal<Backtest | null>(null)
  const busy = signal(false)
  const failure = signal<Failure | null>(null)
  let asked = 0

  async function follow(id: string) {
    const turn = ++asked
    for (;;) {
      const found = await worker.ask({ kind: 'backtest', backtestId: id })
      if (turn !== asked) return
      failure.value = found.ok ? null : found.failure
      if (found.ok) backtest.value = found.value.backtest
      if (found.ok ? found.value.backtest.finishedAt !== null : !mayPass(found.failure)) return
      await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }

  function resume() {
    remembered.subscribe(({ chosen }) => {
      if (chosen !== '' && asked === 0 && !busy.value) void follow(chosen)
    })
  }

  async function start(policy: PolicyDocument, days: number) {
    if (busy.value) return
    busy.value = true
    const sent = await worker.ask({ kind: 'start-backtest', request: { kind, policy, days } })
    failure.value = sent.ok ? null : sent.failure
    if (sent.ok) {
      backtest.value = sent.value.backtest
      remembered.value = { ...remembered.value, chosen: sent.value.backtest.id }
      void follow(sent.value.backtest.id)
    }
    busy.value = false
  }

  async function cancel() {
    const running = backtest.value
    if (!running || busy.value) return
    busy.value = true
    const sent = await worker.ask({ kind: 'cancel-backtest', backtestId: running.id })
    failure.value = sent.ok ? null : sent.failure
    if (sent.ok) {
      asked += 1
      backtest.value = sent.value.backtest
    }
    busy.value = false
  }

  return { backtest, busy, failure, resume, start, cancel }
}

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { byDeadline, byRevenue } from '../../shared/panel.ts'
import { aheadOf } from '../clock-offset.ts'
import type { Failure } from '../failure.ts'
import type { AlertsView, Scope, WorkerToPage } from '../messages.ts'
import type { Worker } from './worker.ts'

/** What comes first in a list of alerts. */
export type AlertOrder = 'deadline' | 'revenue'

export interface AlertStore {
  readonly order: Signal<AlertOrder>
  readonly scope: ReadonlySignal<Scope>
  /** Null until the first answer for this scope. */
  readonly answer: ReadonlySignal<AlertsView | null>
  /** When what is shown was read, where it is only what was known before; epoch milliseconds. */
  readonly readAt: ReadonlySignal<number | null>
  /** Of the server's clock less ours; milliseconds. */
  readonly clockOffset: ReadonlySignal<number>
  readonly failure: ReadonlySignal<Failure | null>
  readonly live: ReadonlySignal<boolean>
  readonly choose: (scope: Scope) => Promise<void>
  /** Reads the list of this scope again. */
  readonly reload: () => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

const ORDERS: Readonly<Record<AlertOrder, typeof byDeadline>> = { deadline: byDeadline, revenue: byRevenue }

export function createAlertStore(worker: Worker): AlertStore {
  const order = signal<AlertOrder>('deadline')
  const list = createList(worker)
  const { scope, received, readAt, clockOffset, failure } = list
  const answer = computed(() => {
    const { value } = received
    return value && { ...value, alerts: value.alerts.toSorted(ORDERS[order.value]) }
  })
  const live = signal(false)
  let asking = false
  let missed = false
  /** News may come faster than answers; what came in between is asked for once. */
  const reload = async () => {
    missed = asking
    if (asking) return
    asking = true
    await list.load()
    asking = false
    if (missed) void reload()
  }
  return {
    order,
    scope,
    answer,
    readAt,
    clockOffset,
    failure,
    live,
    reload,
    async choose(next) {
      scope.value = next
      received.value = null
      readAt.value = null
      await Promise.all([next === 'mine' ? list.showKnown() : null, list.load()])
    },
    hear(news) {
      if (news.kind === 'stream') live.value = news.live
      else void reload()
    },
  }
}

function createList(worker: Worker) {
  const scope = signal<Scope>('mine')
  const received = signal<AlertsView | null>(null)
  const readAt = signal<number | null>(null)
  const clockOffset = signal(0)
  const failure = signal<Failure | null>(null)

  async function load() {
    const asked = scope.value
    const sent = await worker.ask({ kind: 'alerts', scope: asked })
    if (scope.value !== asked) return
    failure.value = sent.ok ? null : sent.failure
    if (sent.ok) {
      received.value = sent.value
      readAt.value = null
      clockOffset.value = aheadOf(sent.value)
    } else if (sent.failure.kind === 'signed-out' || sent.failure.kind === 'not-set-up') {
      received.value = null
    }
  }

  /** Mine as last known, until there is an answer. */
  async function showKnown() {
    const sent = await worker.ask({ kind: 'known-alerts' })
    const over = received.value !== null || failure.value?.kind === 'signed-out' || scope.value !== 'mine'
    if (!sent.ok || !sent.value || over) return
    received.value = sent.value
    readAt.value = sent.value.readAt
  }

  return { scope, received, readAt, clockOffset, failure, load, showKnown }
}

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { browser } from 'wxt/browser'
import { byDeadline, byRevenue } from '../../shared/panel.ts'
import type { Failure } from '../failure.ts'
import type { Scope, WorkerAnswers, WorkerToPage } from '../messages.ts'
import type { Worker } from './worker.ts'

/** What comes first in a list of alerts. */
export type AlertOrder = 'deadline' | 'revenue'

export interface AlertStore {
  readonly order: Signal<AlertOrder>
  readonly scope: ReadonlySignal<Scope>
  /** Null until the first answer for this scope. */
  readonly answer: ReadonlySignal<WorkerAnswers['alerts'] | null>
  readonly failure: ReadonlySignal<Failure | null>
  readonly live: ReadonlySignal<boolean>
  readonly choose: (scope: Scope) => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

const ORDERS: Readonly<Record<AlertOrder, typeof byDeadline>> = { deadline: byDeadline, revenue: byRevenue }

export function createAlertStore(worker: Worker): AlertStore {
  const order = signal<AlertOrder>('deadline')
  const received = signal<WorkerAnswers['alerts'] | null>(null)
  const scope = signal<Scope>('mine')
  const answer = computed(() => {
    const { value } = received
    return value && { ...value, alerts: value.alerts.toSorted(ORDERS[order.value]) }
  })
  const failure = signal<Failure | null>(null)
  const live = signal(false)
  let asking = false
  let missed = false
  const load = async () => {
    const asked = scope.value
    const sent = await worker.ask({ kind: 'alerts', scope: asked })
    if (scope.value !== asked) return
    failure.value = sent.ok ? null : sent.failure
    if (sent.ok) received.value = sent.value
  }
  /** News may come faster than answers; what came in between is asked for once. */
  const reload = async () => {
    missed = asking
    if (asking) return
    asking = true
    await load()
    asking = false
    if (missed) void reload()
  }
  return {
    order,
    scope,
    answer,
    failure,
    live,
    choose(next) {
      scope.value = next
      received.value = null
      return load()
    },
    hear(news) {
      if (news.kind === 'stream') live.value = news.live
      else void reload()
    },
  }
}

/** To the ticket: the tab that shows it already, else a new one. */
export async function jumpTo(url: string): Promise<void> {
  // Only tabs of hosts we may read are found; that is all that is asked.
  const [open] = await browser.tabs.query({ url: `${url.split(/[?#]/)[0]}*` }).catch(() => [])
  if (open?.id === undefined) await browser.tabs.create({ url })
  else {
    await browser.tabs.update(open.id, { active: true })
    await browser.windows.update(open.windowId, { focused: true })
  }
}

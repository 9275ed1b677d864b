import { WebhookFaults } from './webhook-faults.ts'

export interface Attempt {
  /** Milliseconds of the simulator's clock. */
  readonly at: number
  /** The answer's status, or why there was none. */
  readonly result: number | 'timeout' | 'no answer'
}

export interface Delivery {
  readonly serial: number
  readonly eventId: string
  readonly type: string
  readonly endpointId: string
  readonly url: string
  readonly body: string
  readonly attempts: Attempt[]
  state: 'waiting' | 'delivered' | 'failed' | 'dropped'
}

export interface Outgoing {
  readonly eventId: string
  readonly type: string
  readonly endpointId: string
  readonly url: string
  readonly body: string
  /** Headers of one attempt; `forged` asks for a signature that does not fit. */
  readonly sign: (forged: boolean) => Record<string, string>
}

/** Milliseconds until the next attempt, or null to give up. `attempts` counts those already made, from 1. */
export type RetryAfter = (attempt: Attempt, attempts: number, headers: Headers | null) => number | null

export interface OutboxOptions {
  readonly now: () => number
  readonly retryAfter: RetryAfter
  /** How long the vendor waits for an answer, real milliseconds. */
  readonly timeoutMs: number
}

type Job = Outgoing & { delivery: Delivery; forged: boolean }

/**
 * Fans events out to endpoints. First attempts to one endpoint go one after the other, so that order is as enqueued
 * until a fault or a retry breaks it; retries wait on real timers.
 */
export class WebhookOutbox {
  readonly faults = new WebhookFaults<Job>()
  readonly #options: OutboxOptions
  readonly #queues = new Map<string, Job[]>()
  /** Endpoints with a first attempt under way. */
  readonly #busy = new Set<string>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #deliveries: Delivery[] = []
  #sent: Outgoing[] = []
  #moving = 0
  #waiters: (() => void)[] = []
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.faults.onResume = () => this.#pumpAll()
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries
  }

  enqueue(outgoing: Outgoing): void {
    if (this.#closed) return
    this.#sent.push(outgoing)
    const fate = this.faults.fateOf(outgoing.type)
    if (fate.drop) {
      this.#record(outgoing).state = 'dropped'
      return
    }
    for (let copy = 0; copy < fate.copies; copy++) this.#put(outgoing, fate.forged)
  }

  /** Sends everything that was ever enqueued for this event again. Returns how many deliveries that makes. */
  replay(eventId: string): number {
    const again = this.#sent.filter(outgoing => outgoing.eventId === eventId)
    for (const outgoing of again) this.#put(outgoing, false)
    return again.length
  }

  /** Resolves when nothing is left to deliver or retry. What `pause` holds back does not count as left. */
  async settled(): Promise<void> {
    for (const job of this.faults.releaseHeld()) this.#queue(job)
    if (this.#moving === 0) return
    await new Promise<void>(resolve => this.#waiters.push(resolve))
    return this.settled()
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#moving -= this.#timers.size
    this.#timers.clear()
    this.#queues.clear()
    this.#busy.clear()
    this.#deliveries = []
    this.#sent = []
    this.faults.clear()
    this.#wake()
  }

  close(): void {
    this.#closed = true
    this.clear()
  }

  #record(outgoing: Outgoing): Delivery {
    const { eventId, type, endpointId, url, body } = outgoing
    const serial = this.#deliveries.length + 1
    const delivery: Delivery = {
      serial,
      eventId,
      type,
      endpointId,
      url,
      body,
      attempts: [],
      state: 'waiting',
    }
    this.#deliveries.push(delivery)
    return delivery
  }

  #put(outgoing: Outgoing, forged: boolean): void {
    const job = { ...outgoing, delivery: this.#record(outgoing), forged }
    const ready = this.faults.holdForReorder(job)
    for (const each of ready) this.#queue(each)
  }

  #queue(job: Job): void {
    const queue = this.#queues.get(job.url)
    if (queue) {
      queue.push(job)
      return
    }
    this.#queues.set(job.url, [job])
    this.#pump(job.url)
  }

  #pumpAll(): void {
    for (const url of this.#queues.keys()) this.#pump(url)
  }

  /** The head of the queue stays in it while it is sent. */
  #pump(url: string): void {
    const job = this.#queues.get(url)?.[0]
    if (!job || this.faults.isPaused || this.#closed || this.#busy.has(url)) return
    this.#busy.add(url)
    this.#later(this.faults.delayMs, async () => {
      await this.#attempt(job)
      this.#busy.delete(url)
      const queue = this.#queues.get(url)
      if (queue?.[0] !== job) return
      queue.shift()
      if (queue.length === 0) this.#queues.delete(url)
      else this.#pump(url)
    })
  }

  async #attempt(job: Job): Promise<void> {
    const { result, headers } = await post(job, this.#options.timeoutMs)
    const attempt = { at: this.#options.now(), result }
    job.delivery.attempts.push(attempt)
    if (typeof result === 'number' && result >= 200 && result < 300) {
      job.delivery.state = 'delivered'
      return
    }
    const wait = this.#options.retryAfter(attempt, job.delivery.attempts.length, headers)
    if (wait === null || this.#closed) job.delivery.state = 'failed'
    else this.#later(wait, () => this.#attempt(job))
  }

  #later(ms: number, work: () => Promise<void>): void {
    this.#moving += 1
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      void work().finally(() => {
        this.#moving -= 1
        this.#wake()
      })
    }, ms)
    this.#timers.add(timer)
  }

  #wake(): void {
    if (this.#moving > 0) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) waiter()
  }
}

async function post(
  { url, body, sign, forged }: Job,
  timeoutMs: number,
): Promise<{ result: Attempt['result']; headers: Headers | null }> {
  try {
    const headers = { 'content-type': 'application/json; charset=utf-8', ...sign(forged) }
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await response.arrayBuffer()
    return { result: response.status, headers: response.headers }
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return { result: timedOut ? 'timeout' : 'no answer', headers: null }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'

/** Something with due work: timers, signals, runs. */
export interface DueWork {
  /** Works on what is due now; false where nothing was. */
  readonly work: () => Promise<boolean>
  /** When the next of it falls due; epoch milliseconds, null where nothing waits. */
  readonly nextAt: () => Promise<number | null>
}

const LONGEST_WAIT_MS = 30_000
const AFTER_ERROR_MS = 1_000

/** Works off whatever is due, and sleeps exactly until the next due time or until it is woken. */
export class Worker {
  readonly #kinds: readonly DueWork[]
  readonly #now: () => number
  readonly #reportBug: (error: unknown) => void
  #stopping = new AbortController()
  #wake: () => void = () => {}
  #woken = false
  #running: Promise<void> | null = null

  constructor(
    kinds: readonly DueWork[],
    { now, reportBug }: { now: () => number; reportBug: (error: unknown) => void },
  ) {
    this.#kinds = kinds
    this.#now = now
    this.#reportBug = reportBug
  }

  /** Works until nothing is due any more at the present time. */
  async drain(): Promise<void> {
    for (;;) {
      const worked = await Promise.all(this.#kinds.map(kind => this.#exhaust(kind)))
      if (!worked.includes(true)) return
    }
  }

  start(): void {
    this.#running ??= this.#loop()
  }

  /** There may be something new: look before the next due time. */
  wake(): void {
    this.#woken = true
    this.#wake()
  }

  /** Finishes what is under way, then stops. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    await this.#running
  }

  async #exhaust(kind: DueWork): Promise<boolean> {
    let worked = false
    while (!this.#stopping.signal.aborted && (await kind.work())) worked = true
    return worked
  }

  async #loop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        this.#woken = false
        await this.drain()
        await this.#waitForDue()
      } catch (error) {
        this.#reportBug(error)
        await sleep(AFTER_ERROR_MS)
      }
    }
  }

  async #waitForDue(): Promise<void> {
    const due = await Promise.all(this.#kinds.map(({ nextAt }) => nextAt()))
    const soonest = Math.min(...due.filter(at => at !== null), Number.POSITIVE_INFINITY)
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(0, soonest - this.#now()))
    if (this.#woken || wait === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, wait)
    this.#wake = resolve
    await promise
    clearTimeout(timer)
  }
}

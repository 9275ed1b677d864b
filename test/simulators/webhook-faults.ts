import { z } from 'zod'

/** `type` narrows the fault to one event type; `times` counts the events it hits. */
const Hit = z.object({ type: z.string().optional(), times: z.number().int().positive().default(1) })

export const WebhookFault = z.discriminatedUnion('kind', [
  Hit.extend({ kind: z.literal('drop') }),
  Hit.extend({ kind: z.literal('duplicate') }),
  Hit.extend({ kind: z.literal('forge') }),
  z.object({ kind: z.literal('reorder'), count: z.number().int().min(2) }),
  z.object({ kind: z.literal('delay'), ms: z.number().min(0) }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('clear') }),
])
export type WebhookFault = z.infer<typeof WebhookFault>

export type HitOptions = z.input<typeof Hit>

interface Rule {
  kind: 'drop' | 'duplicate' | 'forge'
  type: string | undefined
  times: number
}

/** What becomes of one event. */
interface Fate {
  readonly drop: boolean
  readonly copies: number
  readonly forged: boolean
}

/** Switches on the way from the vendor to the endpoint. */
export class WebhookFaults<Held> {
  /** The outbox starts sending again. */
  onResume: () => void = () => {}
  #rules: Rule[] = []
  #held: Held[] = []
  #holdUntil = 0
  #delayMs = 0
  #paused = false

  /** The next events never leave. */
  drop(options: HitOptions = {}): void {
    this.#arm('drop', options)
  }

  /** The next events are sent twice. */
  duplicate(options: HitOptions = {}): void {
    this.#arm('duplicate', options)
  }

  /** The next events carry a signature that does not fit, in every attempt. */
  forge(options: HitOptions = {}): void {
    this.#arm('forge', options)
  }

  /** Holds the next `count` deliveries and sends them last first; `settled()` releases an unfilled hold. */
  reorder(count: number): void {
    this.#holdUntil = count
  }

  /** Every delivery waits this long (real milliseconds) before its first attempt; 0 ends it. */
  delay(ms: number): void {
    this.#delayMs = ms
  }

  /** Nothing new is sent until `resume`; retries already under way go on. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.onResume()
  }

  clear(): void {
    this.#rules = []
    this.#held = []
    this.#holdUntil = 0
    this.#delayMs = 0
    this.#paused = false
  }

  apply(fault: WebhookFault): void {
    if (fault.kind === 'reorder') this.reorder(fault.count)
    else if (fault.kind === 'delay') this.delay(fault.ms)
    else if (fault.kind === 'drop' || fault.kind === 'duplicate' || fault.kind === 'forge')
      this.#arm(fault.kind, fault)
    else this[fault.kind]()
  }

  get delayMs(): number {
    return this.#delayMs
  }

  get isPaused(): boolean {
    return this.#paused
  }

  get state() {
    return { rules: this.#rules, held: this.#held.length, delayMs: this.#delayMs, paused: this.#paused }
  }

  fateOf(type: string): Fate {
    const drop = this.#take('drop', type)
    return {
      drop,
      copies: !drop && this.#take('duplicate', type) ? 2 : 1,
      forged: !drop && this.#take('forge', type),
    }
  }

  /** The deliveries that may go now: this one, none, or a filled hold turned round. */
  holdForReorder(delivery: Held): Held[] {
    if (this.#holdUntil === 0) return [delivery]
    this.#held.push(delivery)
    return this.#held.length < this.#holdUntil ? [] : this.releaseHeld()
  }

  releaseHeld(): Held[] {
    const held = this.#held.toReversed()
    this.#held = []
    this.#holdUntil = 0
    return held
  }

  #arm(kind: Rule['kind'], options: HitOptions): void {
    const { type, times } = Hit.parse(options)
    this.#rules.push({ kind, type, times })
  }

  #take(kind: Rule['kind'], type: string): boolean {
    const rule = this.#rules.find(each => each.kind === kind && (!each.type || each.type === type))
    if (!rule) return false
    rule.times -= 1
    if (rule.times === 0) this.#rules.splice(this.#rules.indexOf(rule), 1)
    return true
  }
}

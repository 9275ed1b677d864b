import { z } from 'zod'

/** What `/__sim/clock` takes: `at` freezes the clock there, `advanceMs` moves it, `release` lets it run again. */
export const ClockCommand = z.union([
  z.object({ at: z.union([z.number(), z.string().transform(text => Date.parse(text))]).pipe(z.number()) }),
  z.object({ advanceMs: z.number() }),
  z.object({ release: z.literal(true) }),
])
export type ClockCommand = z.infer<typeof ClockCommand>

/** The simulator's own clock, milliseconds since the epoch. It runs on `base` until it is set. */
export class SimClock {
  readonly #base: () => number
  #offset = 0
  #frozenAt: number | null = null

  constructor(base: () => number = Date.now) {
    this.#base = base
  }

  now = (): number => this.#frozenAt ?? this.#base() + this.#offset

  seconds = (): number => Math.floor(this.now() / 1000)

  /** Freezes the clock at `at`. */
  set(at: number): void {
    this.#frozenAt = at
  }

  advance(ms: number): void {
    if (this.#frozenAt === null) this.#offset += ms
    else this.#frozenAt += ms
  }

  /** Back to the base clock, without any offset. */
  release(): void {
    this.#frozenAt = null
    this.#offset = 0
  }

  command(command: ClockCommand): void {
    if ('at' in command) this.set(command.at)
    else if ('advanceMs' in command) this.advance(command.advanceMs)
    else this.release()
  }
}

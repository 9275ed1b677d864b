import type { Chance } from '../store/store.ts'

/** What a command may reach of the world outside. */
export interface Terminal extends Chance {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
  /** Calls back once when the process is asked to stop. */
  readonly onStop: (stop: () => void) => void
  /** The system user, as the actor of what a command writes. */
  readonly user: string
}

/** A mistake in how a command was used; the message says what to do instead. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

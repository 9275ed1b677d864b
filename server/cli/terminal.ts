import type { Vendor } from '../connectors/connector.ts'
import type { Chance } from '../store/store.ts'

/** What a command may reach of the world outside. */
export interface Terminal extends Chance {
  readonly variables: Readonly<Record<string, string | undefined>>
  /** What there is to connect to. */
  readonly vendors: readonly Vendor[]
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
  /** Calls back once when the process is asked to stop. */
  readonly onStop: (stop: () => void) => void
  /** Where a person watches and a line may be drawn over; null where the output goes elsewhere. */
  readonly screen: NodeJS.WritableStream | null
  /** Resolves after so many milliseconds, or as soon as `stopping` is aborted. */
  readonly sleep: (ms: number, stopping: AbortSignal) => Promise<void>
  /** The system user, as the actor of what a command writes. */
  readonly user: string
}

/** A mistake in how a command was used; the message says what to do instead. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

/** A command ended before its work was done; the message says why and what to do. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished'
}

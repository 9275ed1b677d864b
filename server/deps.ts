import type { Logger } from 'pino'
import type { Caller } from './access/authenticate.ts'
import type { Connectors } from './connectors/connector.ts'
import type { Settings } from './env.ts'
import type { Intake } from './signals/intake.ts'
import type { Chance, Store } from './store/store.ts'

/** Everything the server is made of; put together in start-server.ts, passed down, never reached for. */
export interface Deps extends Chance {
  readonly settings: Pick<Settings, 'secretKey' | 'webhookSecrets' | 'publicUrl' | 'mail'>
  readonly store: Store
  readonly connectors: Connectors
  readonly intake: Intake
  readonly log: Logger
  /** Tells the worker that there may be something to do. */
  readonly wake: () => void
}

/** What a request carries once the middleware has seen it. */
export interface Variables {
  requestId: string
  caller: Caller
}

export interface HonoEnv {
  Variables: Variables
}

import { hc } from 'hono/client'
import { pino } from 'pino'
import { addMember } from '../../server/access/add-member.ts'
import type { Api } from '../../server/app.ts'
import type { Vendor } from '../../server/connectors/connector.ts'
import { readSettings, type Settings } from '../../server/env.ts'
import { createServer, type MeshlineServer } from '../../server/start-server.ts'
import type { Role } from '../../shared/member.ts'
import { type DatabaseKind, type FreshDatabase, freshDatabase } from './database.ts'
import { HeldClock, timedIds } from './held-clock.ts'

export const STRIPE_SECRET = 'whsec_first_of_the_tests'
export const ZENDESK_SECRET = 'zendesk_secret_of_the_tests'

export interface MeshlineOptions {
  readonly database: DatabaseKind
  readonly clock?: HeldClock
  readonly variables?: Readonly<Record<string, string>>
  /** What there is to connect to; what ships where left out. */
  readonly vendors?: readonly Vendor[]
  /** The chance of the server; the middle of every range where left out. */
  readonly random?: () => number
  /** An existing database, to start a second server on it. */
  readonly on?: FreshDatabase
}

export interface TestMember {
  readonly id: string
  readonly token: string
  readonly api: ReturnType<typeof hc<Api>>
}

/** A whole server over real HTTP on a free port, with a held clock; its work is done when a test drains it. */
export interface TestMeshline {
  readonly url: string
  readonly clock: HeldClock
  readonly settings: Settings
  readonly server: MeshlineServer
  readonly database: FreshDatabase
  readonly signIn: (name: string, roles: readonly Role[]) => Promise<TestMember>
  readonly close: () => Promise<void>
}

export async function startMeshline(options: MeshlineOptions): Promise<TestMeshline> {
  const clock = options.clock ?? new HeldClock()
  const database = options.on ?? (await freshDatabase(options.database))
  const variables = {
    MESHLINE_PORT: '0',
    MESHLINE_DATA_DIR: database.dataDir,
    ...(database.databaseUrl && { MESHLINE_DATABASE_URL: database.databaseUrl }),
    MESHLINE_STRIPE_WEBHOOK_SECRET: STRIPE_SECRET,
    MESHLINE_ZENDESK_WEBHOOK_SECRET: ZENDESK_SECRET,
    ...options.variables,
  }
  const settings = readSettings(variables, options.vendors)
  const world = {
    now: clock.now,
    newId: timedIds(clock.now, options.on ? 'B' : 'A'),
    random: options.random ?? (() => 0.5),
    log: pino({ level: 'silent' }),
  }
  const server = await createServer(settings, world)
  const url = `http://127.0.0.1:${await server.listen({ work: false })}`
  return {
    url,
    clock,
    settings,
    server,
    database,
    signIn: (name, roles) => signIn({ url, server, settings }, name, roles),
    async close() {
      await server.close()
      if (!options.on) await database.drop()
    },
  }
}

async function signIn(
  { url, server, settings }: Pick<TestMeshline, 'url' | 'server' | 'settings'>,
  name: string,
  roles: readonly Role[],
): Promise<TestMember> {
  const order = { email: `${name.toLowerCase().replace(/\s+/g, '.')}@acme-support.test`, name, roles }
  const added = await server.store.write({ kind: 'command', user: 'test' }, tx =>
    addMember(tx, order, settings.secretKey),
  )
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: added.code, device: 'test browser' }),
  })
  const { token }: { token: string } = await response.json()
  return { id: added.member.id, token, api: hc<Api>(url, { headers: { authorization: `Bearer ${token}` } }) }
}

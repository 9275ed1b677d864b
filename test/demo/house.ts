import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monotonicFactory } from 'ulid'
import { addMember } from '../../server/access/add-member.ts'
import { readSettings, type Settings } from '../../server/env.ts'
import { publishAutomation } from '../../server/gates/publish-automation.ts'
import { createLog } from '../../server/log.ts'
import { createServer, type MeshlineServer } from '../../server/start-server.ts'
import type { Role } from '../../shared/member.ts'
import { seedAcme } from '../simulators/acme.ts'
import { type StripeSimulator, startStripeSimulator } from '../simulators/stripe/simulator.ts'
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/simulator.ts'
import { vendorVariables } from '../support/world.ts'

const STRIPE_SECRET = 'whsec_of_the_demo'
const ZENDESK_SECRET = 'zendesk_secret_of_the_demo'

/** The simulated vendors with Acme in them, and a running server on a fresh SQLite file with its people. */
export interface House {
  readonly stripe: StripeSimulator
  readonly zendesk: ZendeskSimulator
  readonly server: MeshlineServer
  readonly url: string
  /** A member with these roles added, and a pairing code for a browser. */
  readonly invite: (name: string, roles: readonly Role[]) => Promise<{ code: string; memberId: string }>
  /** A session token for somebody, as their browser would hold it. */
  readonly signIn: (name: string) => Promise<{ token: string }>
  readonly close: () => Promise<void>
}

/** Port 0 takes a free one. The people: Ana and Ben resolve billing, Eli built the automation. */
export async function openHouse({ port }: { port: number }): Promise<House> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meshline-demo-'))
  const stripe = await startStripeSimulator()
  const zendesk = await startZendeskSimulator()
  seedAcme({ stripe, zendesk, ticket: 'absent' })
  const settings = readSettings({
    MESHLINE_PORT: String(port),
    MESHLINE_DATA_DIR: dataDir,
    MESHLINE_STRIPE_WEBHOOK_SECRET: STRIPE_SECRET,
    MESHLINE_ZENDESK_WEBHOOK_SECRET: ZENDESK_SECRET,
    ...vendorVariables(stripe, zendesk),
  })
  const ulid = monotonicFactory()
  const world = {
    now: Date.now,
    newId: (prefix: string) => `${prefix}_${ulid()}`,
    random: Math.random,
    log: createLog('error'),
  }
  const server = await createServer(settings, world)
  const url = `http://127.0.0.1:${await server.listen()}`
  stripe.addWebhookEndpoint(`${url}/webhooks/stripe`, [STRIPE_SECRET])
  zendesk.addEventSubscription(`${url}/webhooks/zendesk`, ZENDESK_SECRET)
  const invite = inviter(server, settings)
  await moveIn(server, invite)
  return {
    stripe,
    zendesk,
    server,
    url,
    invite,
    signIn: async name => pairByApi(url, (await invite(name, [])).code),
    async close() {
      await server.close()
      await Promise.all([stripe.close(), zendesk.close()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function inviter(server: MeshlineServer, settings: Settings): House['invite'] {
  return async (name, roles) => {
    const order = { email: `${name.toLowerCase().replaceAll(' ', '.')}@acme-support.test`, name, roles }
    const actor = { kind: 'command' as const, user: 'demo' }
    const { code, member } = await server.store.write(actor, tx => addMember(tx, order, settings.secretKey))
    return { code, memberId: member.id }
  }
}

async function moveIn(server: MeshlineServer, invite: House['invite']): Promise<void> {
  await invite('Ana Ruiz', ['billing-resolver'])
  await invite('Ben Okafor', ['billing-resolver'])
  const { memberId } = await invite('Eli Novak', ['automation-engineer', 'billing-resolver'])
  const publication = { name: 'billing-inquiry-refund', authorId: memberId, parameters: {} }
  await server.store.write({ kind: 'command', user: 'demo' }, tx => publishAutomation(tx, publication))
}

async function pairByApi(url: string, code: string): Promise<{ token: string }> {
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, device: 'demo' }),
  })
  return response.json()
}

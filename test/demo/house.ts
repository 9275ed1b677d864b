import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monotonicFactory } from 'ulid'
import { addMember } from '../../server/access/add-member.ts'
import { runCommand } from '../../server/cli/run-command.ts'
import { VENDORS } from '../../server/connectors/vendors.ts'
import { readSettings, type Settings } from '../../server/env.ts'
import { publishAutomation } from '../../server/gates/publish-automation.ts'
import { createLog } from '../../server/log.ts'
import { createServer, type MeshlineServer } from '../../server/start-server.ts'
import type { Chance } from '../../server/store/store.ts'
import type { Role } from '../../shared/member.ts'
import { seedAcme } from '../simulators/acme.ts'
import { seedSalesforce } from '../simulators/salesforce/acme.ts'
import { type SalesforceSimulator, startSalesforceSimulator } from '../simulators/salesforce/simulator.ts'
import { type StripeSimulator, startStripeSimulator } from '../simulators/stripe/simulator.ts'
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/simulator.ts'
import { crmVariables, SALESFORCE_SECRET, vendorVariables } from '../support/world.ts'

const STRIPE_SECRET = 'whsec_of_the_demo'
const ZENDESK_SECRET = 'zendesk_secret_of_the_demo'

/** The simulated vendors with Acme in them, and a running server on a fresh SQLite file with its people. */
export interface House {
  readonly stripe: StripeSimulator
  readonly zendesk: ZendeskSimulator
  readonly salesforce: SalesforceSimulator
  readonly server: MeshlineServer
  readonly url: string
  /** A member with these roles added, and a pairing code for a browser. */
  readonly invite: (name: string, roles: readonly Role[]) => Promise<{ code: string; memberId: string }>
  /** Runs `meshline <args>` beside the server, as an admin would; resolves with what it printed. */
  readonly command: (...args: readonly string[]) => Promise<string>
  /** A session token for somebody, as their browser would hold it. */
  readonly signIn: (name: string) => Promise<{ token: string }>
  readonly close: () => Promise<void>
}

/** Port 0 takes a free one. The people: Ana and Ben resolve billing, Eli built the automation, Rita leads it all. */
export async function openHouse({ port }: { port: number }): Promise<House> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meshline-demo-'))
  const stripe = await startStripeSimulator()
  const zendesk = await startZendeskSimulator()
  const salesforce = await startSalesforceSimulator()
  seedAcme({ stripe, zendesk, ticket: 'absent' })
  seedSalesforce(salesforce)
  const variables = {
    MESHLINE_PORT: String(port),
    MESHLINE_DATA_DIR: dataDir,
    MESHLINE_STRIPE_WEBHOOK_SECRET: STRIPE_SECRET,
    MESHLINE_ZENDESK_WEBHOOK_SECRET: ZENDESK_SECRET,
    ...vendorVariables(stripe, zendesk),
    ...crmVariables(salesforce),
  }
  const settings = readSettings(variables)
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
  salesforce.addSender('callout', `${url}/webhooks/salesforce`, { secrets: [SALESFORCE_SECRET] })
  const invite = inviter(server, settings)
  await moveIn(server, invite)
  const command = commander({ ...variables, MESHLINE_PUBLIC_URL: url }, world)
  for (const vendor of ['zendesk', 'stripe', 'salesforce']) await command('connect', vendor)
  return {
    stripe,
    zendesk,
    salesforce,
    command,
    server,
    url,
    invite,
    signIn: async name => pairByApi(url, (await invite(name, [])).code),
    async close() {
      await server.close()
      await Promise.all([stripe.close(), zendesk.close(), salesforce.close()])
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
  await invite('Rita Lang', ['rev-ops-lead'])
  const { memberId } = await invite('Eli Novak', ['automation-engineer', 'billing-resolver'])
  const publication = { name: 'billing-inquiry-refund', authorId: memberId, parameters: {} }
  await server.store.write({ kind: 'command', user: 'demo' }, tx => publishAutomation(tx, publication))
}

function commander(variables: Record<string, string>, chance: Chance): House['command'] {
  return async (...args) => {
    const printed: string[] = []
    const print = (text: string) => void printed.push(text)
    const terminal = {
      ...chance,
      variables,
      vendors: VENDORS,
      print,
      complain: print,
      onStop: () => {},
      screen: null,
      sleep: (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms)),
      user: 'demo',
    }
    const code = await runCommand(args, terminal)
    if (code !== 0) throw new Error(`meshline ${args.join(' ')}: ${printed.join('\n')}`)
    return printed.join('\n')
  }
}

async function pairByApi(url: string, code: string): Promise<{ token: string }> {
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, device: 'demo' }),
  })
  return response.json()
}

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { monotonicFactory } from 'ulid'
import { addMember } from '../../server/access/add-member.ts'
import { readSettings } from '../../server/env.ts'
import { publishAutomation } from '../../server/gates/publish-automation.ts'
import { createLog } from '../../server/log.ts'
import { createServer, type MeshlineServer } from '../../server/start-server.ts'
import type { Role } from '../../shared/member.ts'
import { seedAcme } from '../simulators/acme.ts'
import { type StripeSimulator, startStripeSimulator } from '../simulators/stripe/simulator.ts'
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/simulator.ts'
import { type ExtensionBrowser, launchBrowser, pairBrowser } from '../support/chromium.ts'
import { vendorVariables } from '../support/world.ts'

const STRIPE_SECRET = 'whsec_of_the_demo'
const ZENDESK_SECRET = 'zendesk_secret_of_the_demo'
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Everything the demo runs: vendors, server, browser with the extension, signed in as Ana. */
export interface Stage {
  readonly stripe: StripeSimulator
  readonly zendesk: ZendeskSimulator
  readonly server: MeshlineServer
  readonly url: string
  readonly browser: ExtensionBrowser
  /** A member with these roles added, and a pairing code for a browser. */
  readonly invite: (name: string, roles: readonly Role[]) => Promise<{ code: string }>
  /** A session token for somebody else, as their browser would hold it. */
  readonly signIn: (name: string, roles: readonly Role[]) => Promise<{ id: string; token: string }>
  readonly close: () => Promise<void>
}

export interface StageOptions {
  readonly headless: boolean
  /** 0 takes a free port. */
  readonly port: number
}

/** Builds the extension, starts the vendors and a server on a fresh SQLite file, and opens the browser. */
export async function setStage({ headless, port }: StageOptions): Promise<Stage> {
  execFileSync(join(root, 'node_modules/.bin/wxt'), ['build'], { cwd: root, stdio: 'pipe' })
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
  const world = { now: Date.now, newId: (prefix: string) => `${prefix}_${ulid()}`, log: createLog('error') }
  const server = await createServer(settings, world)
  const url = `http://127.0.0.1:${await server.listen()}`
  stripe.addWebhookEndpoint(`${url}/webhooks/stripe`, [STRIPE_SECRET])
  zendesk.addEventSubscription(`${url}/webhooks/zendesk`, ZENDESK_SECRET)

  const invite = (name: string, roles: readonly Role[]) => {
    const order = { email: `${name.toLowerCase().replaceAll(' ', '.')}@acme-support.test`, name, roles }
    return server.store.write({ kind: 'command', user: 'demo' }, tx =>
      addMember(tx, order, settings.secretKey),
    )
  }
  const ana = await invite('Ana Ruiz', ['billing-resolver'])
  await invite('Ben Okafor', ['billing-resolver'])
  const eli = await invite('Eli Novak', ['automation-engineer', 'billing-resolver'])
  const publication = { name: 'billing-inquiry-refund', authorId: eli.member.id, parameters: {} }
  await server.store.write({ kind: 'command', user: 'demo' }, tx => publishAutomation(tx, publication))

  const extension = join(root, '.output/chrome-mv3')
  const browser = await launchBrowser({ extension, pagesPort: zendesk.pagesPort, headless })
  await pairBrowser(browser, url, ana.code)
  return {
    stripe,
    zendesk,
    server,
    url,
    browser,
    invite,
    async signIn(name, roles) {
      const { code, member } = await invite(name, roles)
      const response = await fetch(`${url}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, device: 'demo' }),
      })
      const { token }: { token: string } = await response.json()
      return { id: member.id, token }
    },
    async close() {
      await browser.close()
      await server.close()
      await Promise.all([stripe.close(), zendesk.close()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

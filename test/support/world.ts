import { createHmac } from 'node:crypto'
import { type KnownPanel, Panel } from '../../shared/panel.ts'
import type { Preview, Run } from '../../shared/preview.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import { seedAcme } from '../simulators/acme.ts'
import { seedSalesforce } from '../simulators/salesforce/acme.ts'
import { type SalesforceSimulator, startSalesforceSimulator } from '../simulators/salesforce/simulator.ts'
import { type StripeSimulator, startStripeSimulator } from '../simulators/stripe/simulator.ts'
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/simulator.ts'
import type { DatabaseKind } from './database.ts'
import { HeldClock } from './held-clock.ts'
import {
  STRIPE_SECRET,
  startMeshline,
  type TestMember,
  type TestMeshline,
  ZENDESK_SECRET,
} from './meshline.ts'

export const TICKET_ID = 35436
export const TICKET: RecordRef = { host: 'zendesk', type: 'ticket', id: String(TICKET_ID) }
export const DUPLICATE_CHARGE = 'ch_3SVmeshCharge02'
export const DISPUTE = 'du_1SVmeshDisp0001'

/** Acme's Stripe and Zendesk accounts, Meshline between them, one held clock for all three. */
export interface World {
  readonly clock: HeldClock
  readonly stripe: StripeSimulator
  readonly zendesk: ZendeskSimulator
  /** The CRM; null in a world without one. */
  readonly salesforce: SalesforceSimulator | null
  readonly meshline: TestMeshline
  /** Until no webhook is under way and no work is due. */
  readonly settle: () => Promise<void>
  /** The customer's ticket and the bank's inquiry arrive and are worked on. */
  readonly inquiryArrives: () => Promise<void>
  /** A relay of the CRM's events says that it missed some on this object. */
  readonly postGap: (object: string) => Promise<void>
  readonly panel: (member: TestMember) => Promise<KnownPanel>
  readonly decide: (member: TestMember, preview: Preview, change?: Partial<DecisionBody>) => Promise<Response>
  readonly close: () => Promise<void>
}

interface DecisionBody {
  decision: 'approve' | 'decline'
  previewHash: string
  record: RecordRef
  reason: { code: string; text: string }
  acceptedStale: string[]
}

/** Variables that connect a server to the simulated vendors. */
export function vendorVariables(stripe: StripeSimulator, zendesk: ZendeskSimulator): Record<string, string> {
  return {
    MESHLINE_STRIPE_API_KEY: stripe.apiKey,
    MESHLINE_STRIPE_API_URL: stripe.url,
    MESHLINE_ZENDESK_URL: zendesk.apiUrl,
    MESHLINE_ZENDESK_EMAIL: zendesk.email,
    MESHLINE_ZENDESK_API_TOKEN: zendesk.apiToken,
  }
}

export const USAGE_SECRET = 'usage_secret_of_the_tests'
export const SALESFORCE_SECRET = 'salesforce_secret_of_the_tests'

async function startCrm(now: () => number): Promise<SalesforceSimulator> {
  const salesforce = await startSalesforceSimulator({ now })
  seedSalesforce(salesforce)
  return salesforce
}

/** Variables that connect a server to the simulated CRM. */
export function crmVariables({ url, clientId, clientSecret }: SalesforceSimulator): Record<string, string> {
  return {
    MESHLINE_SALESFORCE_URL: url,
    MESHLINE_SALESFORCE_CLIENT_ID: clientId,
    MESHLINE_SALESFORCE_CLIENT_SECRET: clientSecret,
    MESHLINE_SALESFORCE_WEBHOOK_SECRET: SALESFORCE_SECRET,
    MESHLINE_USAGE_WEBHOOK_SECRET: USAGE_SECRET,
  }
}

export interface WorldOptions {
  /** With Acme's CRM too. */
  readonly withCrm?: boolean
  /** More variables of the server, such as those of a mail server. */
  readonly variables?: Readonly<Record<string, string>>
}

export async function startWorld(
  database: DatabaseKind,
  { withCrm = false, variables: more }: WorldOptions = {},
): Promise<World> {
  const clock = new HeldClock()
  const salesforce = withCrm ? await startCrm(clock.now) : null
  const stripe = await startStripeSimulator({ now: clock.now })
  const zendesk = await startZendeskSimulator({ now: clock.now })
  seedAcme({ stripe, zendesk, ticket: 'absent' })
  const variables = {
    ...vendorVariables(stripe, zendesk),
    ...(salesforce && crmVariables(salesforce)),
    ...more,
  }
  const meshline = await startMeshline({ database, clock, variables })
  stripe.addWebhookEndpoint(`${meshline.url}/webhooks/stripe`, [STRIPE_SECRET])
  zendesk.addEventSubscription(`${meshline.url}/webhooks/zendesk`, ZENDESK_SECRET)
  salesforce?.addSender('callout', `${meshline.url}/webhooks/salesforce`, { secrets: [SALESFORCE_SECRET] })
  const settle = () => settleAll({ stripe, zendesk, salesforce, meshline })
  return {
    clock,
    stripe,
    zendesk,
    salesforce,
    meshline,
    settle,
    async inquiryArrives() {
      customerWrites(zendesk)
      stripe.openInquiry(DUPLICATE_CHARGE, { id: DISPUTE })
      await settle()
    },
    postGap: object => postGap(meshline.url, { object, now: clock.now() }),
    panel: member => readPanel(member),
    decide: (member, preview, change) => decide(meshline.url, { member, preview, change: change ?? {} }),
    async close() {
      await meshline.close()
      await Promise.all([stripe.close(), zendesk.close(), salesforce?.close()])
    },
  }
}

async function postGap(url: string, { object, now }: { object: string; now: number }): Promise<void> {
  const header = {
    entityName: object,
    recordIds: ['001*'],
    changeType: 'GAP_OVERFLOW',
    changedFields: [],
    transactionKey: `gap-${now}`,
    sequenceNumber: 1,
    commitTimestamp: now,
  }
  const payload = { ChangeEventHeader: header }
  const body = JSON.stringify({
    channel: `/data/${object}ChangeEvent`,
    data: { payload, event: { replayId: 1 } },
  })
  const time = Math.floor(now / 1000)
  const signature = createHmac('sha256', SALESFORCE_SECRET).update(`${time}.${body}`).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-meshline-signature': `t=${time},v1=${signature}` }
  const response = await fetch(`${url}/webhooks/salesforce`, { method: 'POST', headers, body })
  if (response.status !== 200) throw new Error(`The gap was answered ${response.status}`)
}

export function customerWrites(zendesk: ZendeskSimulator): void {
  zendesk.customerWrites({
    ticketId: TICKET_ID,
    requesterId: 900555,
    subject: 'Charged twice in October',
    body: 'We were charged twice for October. Please refund one of the charges.',
    tags: ['billing', 'vip'],
  })
}

async function settleAll({
  stripe,
  zendesk,
  salesforce,
  meshline,
}: Pick<World, 'stripe' | 'zendesk' | 'salesforce' | 'meshline'>): Promise<void> {
  for (let before = -1, after = await auditLength(meshline); before !== after; ) {
    before = after
    await Promise.all([stripe.settled(), zendesk.settled(), salesforce?.settled()])
    await meshline.server.drain()
    after = await auditLength(meshline)
  }
}

async function auditLength({ server }: TestMeshline): Promise<number> {
  const { count } = await server.store.db
    .selectFrom('audit_entries')
    .select(fn => fn.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

const readPanel = (member: TestMember) => readPanelOf(member, TICKET)

/** The panel of a record that is known; throws where it is not. */
export async function readPanelOf({ api }: TestMember, record: RecordRef): Promise<KnownPanel> {
  const response = await api.v1.panel.$get({ query: record })
  if (response.status !== 200) throw new Error(`The panel answered ${response.status}`)
  const panel = Panel.parse(await response.json())
  if (panel.kind === 'unknown') throw new Error('The ticket is not known')
  return panel
}

interface Deciding {
  readonly member: TestMember
  readonly preview: Preview
  readonly change: Partial<DecisionBody>
}

function decide(url: string, { member, preview, change }: Deciding): Promise<Response> {
  const body: DecisionBody = {
    decision: 'approve',
    previewHash: preview.hash,
    record: TICKET,
    reason: { code: 'duplicate-charge', text: '' },
    acceptedStale: [],
    ...change,
  }
  return fetch(`${url}/v1/previews/${preview.id}/decisions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
    body: JSON.stringify(body),
  })
}

/** The proposal on the panel; throws where there is none. */
export function proposalOf(panel: KnownPanel): Preview {
  const preview = panel.previews[0]?.preview
  if (!preview) throw new Error('Nothing is proposed')
  return preview
}

/** The newest run on the panel; throws where there is none. */
export function runOf(panel: KnownPanel): Run {
  const run = panel.runs[0]
  if (!run) throw new Error('There is no run')
  return run
}

/** What internal notes the ticket carries, oldest first. */
export function internalNotes({ zendesk }: Pick<World, 'zendesk'>): string[] {
  const comments = zendesk.state.comments.get(TICKET_ID) ?? []
  return comments.filter(comment => !comment.public).map(({ body }) => body)
}

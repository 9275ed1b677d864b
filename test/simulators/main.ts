import { parseArgs } from 'node:util'
import { seedAcme } from './acme.ts'
import { seedSalesforce } from './salesforce/acme.ts'
import { startSalesforceSimulator } from './salesforce/simulator.ts'
import { startStripeSimulator } from './stripe/simulator.ts'
import { startZendeskSimulator } from './zendesk/simulator.ts'

const HELP = `Starts the Stripe, Zendesk and Salesforce simulators with Acme Corp in them.

  --webhooks <url>          Meshline's address; /webhooks/stripe, /zendesk and /salesforce are called there
  --stripe-secret <secret>  repeat it to sign with two secrets, as during a rotation
  --zendesk-secret <secret>
  --salesforce-secret <secret>
  --without-ticket          leaves ticket 35436 to be written later

Ports: SIM_STRIPE_PORT (8801), SIM_ZENDESK_API_PORT (8802), SIM_ZENDESK_PAGES_PORT (8803),
SIM_SALESFORCE_PORT (8804)`

const { values: args } = parseArgs({
  options: {
    webhooks: { type: 'string' },
    'stripe-secret': { type: 'string', multiple: true, default: ['whsec_simulator_stripe'] },
    'zendesk-secret': { type: 'string', default: 'simulator-zendesk-secret' },
    'salesforce-secret': { type: 'string', default: 'simulator-salesforce-secret' },
    'without-ticket': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const port = (name: string, usual: number): number => Number(process.env[name] ?? usual)

async function main(): Promise<void> {
  const stripe = await startStripeSimulator({ port: port('SIM_STRIPE_PORT', 8801) })
  const ports = {
    apiPort: port('SIM_ZENDESK_API_PORT', 8802),
    pagesPort: port('SIM_ZENDESK_PAGES_PORT', 8803),
  }
  const zendesk = await startZendeskSimulator(ports)
  const salesforce = await startSalesforceSimulator({ port: port('SIM_SALESFORCE_PORT', 8804) })
  seedSalesforce(salesforce)
  seedAcme({ stripe, zendesk, ticket: args['without-ticket'] ? 'absent' : 'present' })
  const target = args.webhooks?.replace(/\/+$/, '')
  if (target) {
    stripe.addWebhookEndpoint(`${target}/webhooks/stripe`, args['stripe-secret'])
    zendesk.addEventSubscription(`${target}/webhooks/zendesk`, args['zendesk-secret'])
    salesforce.addSender('callout', `${target}/webhooks/salesforce`, { secrets: [args['salesforce-secret']] })
  }
  process.stdout.write(`
Stripe API       ${stripe.url}   key ${stripe.apiKey}
Zendesk API      ${zendesk.apiUrl}   user ${zendesk.email}   token ${zendesk.apiToken}
Zendesk pages    https://acme.zendesk.com/agent/tickets/35436, served on 127.0.0.1:${zendesk.pagesPort}
  chromium --host-resolver-rules="MAP *.zendesk.com 127.0.0.1:${zendesk.pagesPort}" --ignore-certificate-errors
Salesforce API   ${salesforce.url}   client ${salesforce.clientId}   secret ${salesforce.clientSecret}
Webhooks         ${target ? `${target}/webhooks/{stripe,zendesk,salesforce}` : 'none, see --webhooks'}
Control          GET ${stripe.url}/__sim/state, ${zendesk.apiUrl}/__sim/state and ${salesforce.url}/__sim/state; all routes in test/simulators/README.md

  curl -X POST ${stripe.url}/__sim/charges/ch_3SVmeshCharge02/inquiry
`)
  const stop = () => void Promise.all([stripe.close(), zendesk.close(), salesforce.close()])
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

if (args.help) process.stdout.write(`${HELP}\n`)
else await main()

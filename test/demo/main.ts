import { parseArgs } from 'node:util'
import { tellContext } from './context-story.ts'
import { tellOwners } from './owner-story.ts'
import { tellRefusals } from './refusals.ts'
import { playSteps } from './script.ts'
import { setStage } from './stage.ts'
import { SHOTS, tellStory } from './story.ts'

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } })
const headless = values.once || !hasDisplay()

console.log(
  'Setting the stage: Zendesk, Stripe and Salesforce simulators, the server on a fresh database, Chromium ...',
)
const stage = await setStage({ headless, port: values.once ? 0 : 8787 })
const page = await stage.browser.context.newPage()
const told = await playSteps([
  ...tellStory(stage, page),
  ...tellContext(stage, page),
  ...tellOwners(stage, page),
  ...(await tellRefusals(stage, page)),
])
console.log(`Screenshots: ${SHOTS}`)
if (!values.once) await stayOpen()
await stage.close()
console.log(`${told.passed} passed, ${told.failed} failed`)
process.exitCode = told.failed === 0 ? 0 : 1

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
}

/** Leaves everything running to click through. */
async function stayOpen(): Promise<void> {
  const { code } = await stage.invite('Ana Ruiz', [])
  console.log(`
Everything keeps running; Ctrl+C ends it. Try:
  - ${headless ? 'no display was found, so Chromium runs unseen; start your own with the flags below' : 'in the Chromium window, open other tickets and approve, decline, undo'}
  - a new inquiry:    curl -X POST ${stage.stripe.url}/__sim/charges/ch_3SVmeshCharge01/inquiry
  - what happened:    curl ${stage.stripe.url}/__sim/state
  - the API:          ${stage.url}/openapi.json
  - your own browser: load .output/chrome-mv3 unpacked and start it with
      --host-resolver-rules="MAP *.zendesk.com 127.0.0.1:${stage.zendesk.pagesPort}" --ignore-certificate-errors
    then pair it in the extension's options: ${stage.url}, code ${code} (15 minutes)
    and open https://acme.zendesk.com/agent/tickets/35436`)
  await new Promise(resolve => process.once('SIGINT', resolve))
}

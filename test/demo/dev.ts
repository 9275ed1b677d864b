import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openHouse } from './house.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

// Vendors and server on fixed ports, and WXT rebuilding the extension at each change.
const house = await openHouse({ port: 8787 })
const { code } = await house.invite('Ana Ruiz', [])
const wxt = spawn('wxt', [], { cwd: root, stdio: 'inherit' })
console.log(`
Server        ${house.url}, pairing code ${code} (15 minutes)
Zendesk       https://acme.zendesk.com/agent/tickets/35436, served on 127.0.0.1:${house.zendesk.pagesPort}
Stripe        ${house.stripe.url}; an inquiry: curl -X POST ${house.stripe.url}/__sim/charges/ch_3SVmeshCharge02/inquiry
Load .output/chrome-mv3-dev unpacked in a Chromium started with
  --host-resolver-rules="MAP *.zendesk.com 127.0.0.1:${house.zendesk.pagesPort}" --ignore-certificate-errors
`)
await new Promise(resolve => {
  process.once('SIGINT', resolve)
  wxt.once('exit', resolve)
})
wxt.kill()
await house.close()

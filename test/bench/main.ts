import { parseArgs } from 'node:util'
import { benchBackfill } from './backfill.ts'
import { benchClocks } from './clocks.ts'
import { benchContext } from './context.ts'
import { benchIngest } from './ingest.ts'
import { benchPanel } from './panel.ts'
import { benchPolicies } from './policies.ts'
import { benchRouting } from './routing.ts'

const BENCHES: Readonly<Record<string, () => Promise<object>>> = {
  clocks: benchClocks,
  context: benchContext,
  ingest: benchIngest,
  backfill: benchBackfill,
  panel: benchPanel,
  policies: benchPolicies,
  routing: benchRouting,
}

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true })
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES)
const unknown = names.filter(name => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}; use ${Object.keys(BENCHES).join(', ')}`)
  process.exit(1)
}
const figures: Record<string, object> = {}
for (const name of names) {
  const figure = await BENCHES[name]?.()
  if (!figure) continue
  figures[name] = figure
  if (!values.json) console.log(name, figure)
}
if (values.json) console.log(JSON.stringify(figures))

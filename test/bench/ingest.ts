import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const SECRET = 'whsec_of_the_benchmark'
const CONNECTIONS = 256
const ROUNDS = 5
const SECONDS = 3

export interface IngestFigures {
  /** Meshline's rate over the bare handler's of the same round, so that a slow minute slows both: median. */
  readonly ratio: number
  readonly meshline_per_s: number
  readonly bare_per_s: number
}

/** Durable, verified, acknowledged webhooks a second beside a bare handler, in turns, on the same machine. */
export async function benchIngest(): Promise<IngestFigures> {
  const rounds: { bare: number; meshline: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ bare: await measure('bare', round), meshline: await measure('meshline', round) })
  }
  const ratio = median(rounds.map(({ bare, meshline }) => meshline / bare))
  return {
    ratio: Number(ratio.toFixed(3)),
    meshline_per_s: Math.round(median(rounds.map(({ meshline }) => meshline))),
    bare_per_s: Math.round(median(rounds.map(({ bare }) => bare))),
  }
}

async function measure(kind: 'bare' | 'meshline', round: number): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meshline-bench-'))
  const server = startServer(kind, dataDir)
  try {
    const port = await portOf(server)
    await load(port, `warm${round}`, 1)
    return await load(port, `${kind}${round}`, SECONDS)
  } finally {
    server.kill('SIGKILL')
    await once(server, 'exit')
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function startServer(kind: string, dataDir: string): ChildProcess {
  const script = fileURLToPath(new URL('./ingest-server.ts', import.meta.url))
  const env = {
    ...process.env,
    MESHLINE_DATA_DIR: dataDir,
    MESHLINE_PORT: '0',
    MESHLINE_STRIPE_WEBHOOK_SECRET: SECRET,
  }
  return spawn(process.execPath, [script, kind, SECRET], { env, stdio: ['ignore', 'pipe', 'inherit'] })
}

async function portOf(server: ChildProcess): Promise<number> {
  if (!server.stdout) throw new Error('The benchmark server has no output')
  const [line] = await once(server.stdout, 'data')
  return Number(String(line).trim())
}

/** Sends as fast as answers come; throws where an answer is anything but 200. */
async function load(port: number, run: string, seconds: number): Promise<number> {
  let sent = 0
  const instance = autocannon({
    url: `http://127.0.0.1:${port}/webhooks/stripe`,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          sent += 1
          return { ...request, ...signedEvent(`evt_${run}_${sent}`) }
        },
      },
    ],
  })
  const result = await instance
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} broken`)
  return result['2xx'] / result.duration
}

function signedEvent(id: string) {
  const time = Math.floor(Date.now() / 1000)
  const object = {
    id: 'du_1SVbench',
    object: 'dispute',
    charge: 'ch_3SVbench',
    status: 'warning_needs_response',
  }
  const event = {
    id,
    object: 'event',
    type: 'charge.dispute.created',
    created: time,
    data: { object },
    padding: PADDING,
  }
  const body = JSON.stringify(event)
  const signature = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')
  return {
    body,
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${time},v1=${signature}` },
  }
}

/** Brings the body to the size of a small real event. */
const PADDING = 'x'.repeat(600)

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

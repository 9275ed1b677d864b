import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { signStripe } from '../simulators/stripe/signature.ts'

const SECRET = 'whsec_of_the_chaos_run'
const SENDERS = 16
const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))

export interface ChaosFigures {
  readonly kills: number
  readonly acknowledged: number
  /** Acknowledged, but not in the database: must be 0. */
  readonly lost: number
  /** Stored more than once: must be 0. */
  readonly doubled: number
  readonly integrity: string
}

/**
 * Kills the server with SIGKILL again and again while webhooks pour in, each time after a different number of
 * acknowledgements, then compares what was acknowledged with what is on disk.
 */
export async function killUnderLoad(kills: number): Promise<ChaosFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meshline-chaos-'))
  const acknowledged = new Set<string>()
  try {
    for (let round = 0; round < kills; round += 1) await killOnce(dataDir, { round, acknowledged })
    return { kills, acknowledged: acknowledged.size, ...compare(dataDir, acknowledged) }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Round {
  readonly round: number
  readonly acknowledged: Set<string>
}

async function killOnce(dataDir: string, { round, acknowledged }: Round): Promise<void> {
  const { server, url } = await startServer(dataDir)
  const killAfter = acknowledged.size + 50 + ((round * 137) % 400)
  let alive = true
  const send = async (sender: number) => {
    for (let serial = 0; alive; serial += 1) {
      const id = `evt_${round}_${sender}_${serial}`
      if (await isAcknowledged(url, id)) acknowledged.add(id)
      if (alive && acknowledged.size >= killAfter) {
        alive = false
        server.kill('SIGKILL')
      }
    }
  }
  await Promise.all([once(server, 'exit'), ...Array.from({ length: SENDERS }, (_, sender) => send(sender))])
}

async function startServer(dataDir: string): Promise<{ server: ChildProcess; url: string }> {
  const env = {
    ...process.env,
    MESHLINE_DATA_DIR: dataDir,
    MESHLINE_PORT: '0',
    MESHLINE_LOG_LEVEL: 'silent',
    MESHLINE_STRIPE_WEBHOOK_SECRET: SECRET,
  }
  const server = spawn(process.execPath, [main, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0]
    if (url) return { server, url }
  }
  throw new Error('The server ended before it listened')
}

async function isAcknowledged(url: string, id: string): Promise<boolean> {
  const time = Math.floor(Date.now() / 1000)
  const object = { id: 'du_chaos', object: 'dispute' }
  const body = JSON.stringify({ id, type: 'charge.dispute.created', created: time, data: { object } })
  try {
    const headers = { 'stripe-signature': signStripe(body, [SECRET], time) }
    const response = await fetch(`${url}/webhooks/stripe`, { method: 'POST', body, headers })
    return response.status === 200
  } catch {
    return false
  }
}

function compare(dataDir: string, acknowledged: ReadonlySet<string>) {
  const database = new DatabaseSync(join(dataDir, 'meshline.sqlite'))
  const rows = database.prepare('select dedupe_key from signals').all()
  const keys = rows.map(row => String(row.dedupe_key))
  const stored = new Set(keys)
  const [check] = database.prepare('pragma integrity_check').all()
  database.close()
  return {
    lost: [...acknowledged].filter(id => !stored.has(id)).length,
    doubled: keys.length - stored.size,
    integrity: String(check?.integrity_check),
  }
}

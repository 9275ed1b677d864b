import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pagedVariables } from '../support/paged-connector.ts'
import { PagedVendor } from '../support/paged-vendor.ts'

const ACCOUNTS = 100_000
/** As large as pages of the vendors get, Zendesk's among them. */
const PAGE_SIZE = 1_000
const LOOK_MS = 100
const main = fileURLToPath(new URL('../support/paged-main.ts', import.meta.url))

export interface BackfillFigures {
  readonly accounts: number
  /** From the start of the command to its end, opening the database included. */
  readonly seconds: number
  readonly per_s: number
  /** The most memory `meshline sync` ever held, as the system counts it. */
  readonly peak_rss_mb: number
  /** The same of a server that reads everything beside its other work. */
  readonly server_peak_rss_mb: number
}

/** All accounts of a vendor over HTTP into a fresh SQLite file: by the command, then by a running server. */
export async function benchBackfill(): Promise<BackfillFigures> {
  const vendor = await new PagedVendor({ now: Date.now, pageSize: PAGE_SIZE }).listen()
  vendor.fill('accounts', ACCOUNTS)
  try {
    const byCommand = await backfill(vendor, async run => {
      const sync = run('sync', 'paged', '--stream', 'accounts', '--json')
      return peakOf(sync)
    })
    const byServer = await backfill(vendor, async (run, dataDir) => {
      await once(run('connect', 'paged'), 'exit')
      const server = run('start')
      const peak = peakOf(server)
      while (storedAccounts(dataDir) < ACCOUNTS) await pause(LOOK_MS)
      server.kill('SIGTERM')
      return peak
    })
    return {
      accounts: ACCOUNTS,
      seconds: Number(byCommand.seconds.toFixed(1)),
      per_s: Math.round(ACCOUNTS / byCommand.seconds),
      peak_rss_mb: byCommand.peakMb,
      server_peak_rss_mb: byServer.peakMb,
    }
  } finally {
    await vendor.close()
  }
}

type Run = (...args: readonly string[]) => ChildProcess

/** Reads everything one way; throws where it is not all there afterwards. */
async function backfill(
  vendor: PagedVendor,
  way: (run: Run, dataDir: string) => Promise<number>,
): Promise<{ seconds: number; peakMb: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meshline-bench-'))
  const env = {
    ...process.env,
    ...pagedVariables(vendor),
    MESHLINE_DATA_DIR: dataDir,
    MESHLINE_DATABASE_URL: '',
    MESHLINE_PORT: '0',
  }
  const run: Run = (...args) =>
    spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    const began = performance.now()
    const peakKb = await way(run, dataDir)
    const seconds = (performance.now() - began) / 1000
    const accounts = storedAccounts(dataDir)
    if (accounts !== ACCOUNTS) throw new Error(`Only ${accounts} accounts are there`)
    return { seconds, peakMb: Math.round(peakKb / 1024) }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Looks at the system's own high-water mark until the process ends; kilobytes. */
async function peakOf(child: ChildProcess): Promise<number> {
  let peak = 0
  const looking = setInterval(() => {
    peak = Math.max(peak, highWaterMark(child.pid))
  }, LOOK_MS)
  await once(child, 'exit')
  clearInterval(looking)
  return peak
}

function highWaterMark(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function storedAccounts(dataDir: string): number {
  const path = join(dataDir, 'meshline.sqlite')
  if (!existsSync(path)) return 0
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
  const [row] = database.prepare("select count(*) as count from source_records where type = 'account'").all()
  database.close()
  return Number(row?.count)
}

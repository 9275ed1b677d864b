import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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
  /** The most memory the command ever held, as the system counts it. */
  readonly peak_rss_mb: number
}

/** `meshline sync` as a process of its own, on a fresh SQLite file, against a vendor over HTTP. */
export async function benchBackfill(): Promise<BackfillFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meshline-bench-'))
  const vendor = await new PagedVendor({ now: Date.now, pageSize: PAGE_SIZE }).listen()
  vendor.fill('accounts', ACCOUNTS)
  try {
    const began = performance.now()
    const env = {
      ...process.env,
      ...pagedVariables(vendor),
      MESHLINE_DATA_DIR: dataDir,
      MESHLINE_DATABASE_URL: '',
    }
    const sync = spawn(process.execPath, [main, 'sync', 'paged', '--stream', 'accounts', '--json'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const peakKb = await peakOf(sync)
    const seconds = (performance.now() - began) / 1000
    const accounts = storedAccounts(dataDir)
    if (sync.exitCode !== 0 || accounts !== ACCOUNTS)
      throw new Error(`${accounts} accounts, exit ${sync.exitCode}`)
    return {
      accounts,
      seconds: Number(seconds.toFixed(1)),
      per_s: Math.round(accounts / seconds),
      peak_rss_mb: Math.round(peakKb / 1024),
    }
  } finally {
    await vendor.close()
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
  const database = new DatabaseSync(join(dataDir, 'meshline.sqlite'))
  const [row] = database.prepare("select count(*) as count from source_records where type = 'account'").all()
  database.close()
  return Number(row?.count)
}

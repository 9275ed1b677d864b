import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Where servers on one PostgreSQL tell each other which items changed. */
export const CHANNEL = 'meshline_changes'

const RECONNECT_MS = 1_000

type Tell = (itemIds: readonly string[]) => void

/**
 * Hears what any server on this database changed, on a connection of its own that is made anew whenever it breaks.
 * Resolves, once it listens, with the way to stop. Rejects where the first connection fails, leaving nothing behind.
 */
export async function listen(url: string, tell: Tell): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  let client = await connect(url, tell)
  watch()
  return async () => {
    stopping.abort()
    await client.end()
  }

  function watch(): void {
    client.once('end', () => void reconnect())
  }

  async function reconnect(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(RECONNECT_MS)
      const fresh = await connect(url, tell).catch(() => null)
      if (!fresh) continue
      client = fresh
      if (stopping.signal.aborted) return client.end()
      return watch()
    }
  }
}

async function connect(url: string, tell: Tell): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  // Unheard, the error of a broken connection would end the process; `end` follows it and is acted on.
  client.on('error', () => {})
  client.on('notification', ({ payload }) => tell(itemIdsIn(payload)))
  await client.connect()
  await client.query(`listen ${CHANNEL}`)
  return client
}

function itemIdsIn(payload: string | undefined): string[] {
  const parsed: unknown = JSON.parse(payload ?? '[]')
  return Array.isArray(parsed) ? parsed.map(String) : []
}

import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Where servers on one PostgreSQL tell each other which items changed. */
export const CHANNEL = 'meshline_changes'

const RECONNECT_MS = 1_000

/**
 * Hears what any server on this database changed, on a connection of its own that is made anew whenever it breaks.
 * Resolves, once it listens, with the way to stop.
 */
export async function listen(
  url: string,
  tell: (itemIds: readonly string[]) => void,
): Promise<() => Promise<void>> {
  let stopped = false
  let client = await connect()
  return async () => {
    stopped = true
    await client.end()
  }

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url })
    fresh.on('error', () => {})
    fresh.once('end', () => void reconnect())
    fresh.on('notification', ({ payload }) => tell(itemIdsIn(payload)))
    await fresh.connect()
    await fresh.query(`listen ${CHANNEL}`)
    return fresh
  }

  async function reconnect(): Promise<void> {
    if (stopped) return
    await sleep(RECONNECT_MS)
    try {
      client = await connect()
    } catch {
      // The database is still away; look again.
      return reconnect()
    }
    if (stopped) await client.end()
  }
}

function itemIdsIn(payload: string | undefined): string[] {
  const parsed: unknown = JSON.parse(payload ?? '[]')
  return Array.isArray(parsed) ? parsed.map(String) : []
}

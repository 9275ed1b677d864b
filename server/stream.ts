import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { StreamEvent } from '../shared/panel.ts'
import { RecordRef } from '../shared/record-ref.ts'
import { authenticate } from './access/authenticate.ts'
import type { Deps } from './deps.ts'
import { linksOfItem } from './ownership/store.ts'

const HEARTBEAT_MS = 15_000

/** Server-sent events: which records changed. The content is read again through the panel, with its permissions. */
export function streamChanges(deps: Deps, c: Context) {
  return streamSSE(c, async stream => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const unsubscribe = deps.store.onChange(itemIds => {
      for (const itemId of itemIds) {
        void describe(deps, itemId).then(
          event => stream.writeSSE({ event: 'item', data: JSON.stringify(event) }),
          end,
        )
      }
    })
    const beat = async () => {
      // A session that was revoked hears no more.
      if (await isSignedIn(deps, c)) await stream.write(': still here\n\n')
      else end()
    }
    const heartbeat = setInterval(() => void beat().catch(end), HEARTBEAT_MS)
    stream.onAbort(end)
    await stream.write(': listening\n\n')
    await ended
    clearInterval(heartbeat)
    unsubscribe()
  })
}

async function isSignedIn(deps: Deps, c: Context): Promise<boolean> {
  const identity = { store: deps.store, secretKey: deps.settings.secretKey, now: deps.now }
  return (await authenticate(identity, c.req.header('authorization'))) !== null
}

async function describe(deps: Deps, itemId: string): Promise<StreamEvent> {
  const links = await linksOfItem(deps.store.db, itemId)
  const records = links.flatMap(({ vendor, type, id }): StreamEvent['records'] => {
    const record = RecordRef.safeParse({ host: vendor, type, id })
    return record.success ? [record.data] : []
  })
  return { itemId, records }
}

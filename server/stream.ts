import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { StreamEvent } from '../shared/panel.ts'
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
    const heartbeat = setInterval(() => void stream.write(': still here\n\n').catch(end), HEARTBEAT_MS)
    stream.onAbort(end)
    await stream.write(': listening\n\n')
    await ended
    clearInterval(heartbeat)
    unsubscribe()
  })
}

async function describe(deps: Deps, itemId: string): Promise<StreamEvent> {
  const links = await linksOfItem(deps.store.db, itemId)
  const records = links.flatMap(({ vendor, type, id }): StreamEvent['records'] =>
    vendor === 'zendesk' && type === 'ticket' ? [{ host: 'zendesk', type, id }] : [],
  )
  return { itemId, records }
}

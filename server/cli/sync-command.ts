import { Command } from 'commander'
import type { Actor } from '../../shared/actor.ts'
import type { SyncStream, VendorApi } from '../connectors/connector.ts'
import { VendorUnavailable } from '../connectors/connector.ts'
import type { Store } from '../store/store.ts'
import { beginStreams } from '../sync/begin-streams.ts'
import { restartStream } from '../sync/restart-stream.ts'
import { resyncStream } from '../sync/resync-stream.ts'
import { type CursorRow, listCursors } from '../sync/store.ts'
import type { SyncDeps } from '../sync/sync-page.ts'
import { syncToEnd } from '../sync/sync-to-end.ts'
import { whoWeAre } from './connect-command.ts'
import { openProgress, type SyncProgress } from './sync-progress.ts'
import { Misuse, type Terminal, Unfinished } from './terminal.ts'
import { vendorApi } from './vendor-api.ts'
import { withStore } from './with-store.ts'

const STOPPED = 'Stopped after the page under way; the next sync, or the server, goes on where it was left'

export function syncCommand(terminal: Terminal): Command {
  return new Command('sync')
    .description('Read all a vendor has, or what changed since, to the end')
    .argument('<vendor>', 'such as zendesk')
    .option('--stream <name>', 'only this stream, such as accounts')
    .option('--from-start', 'read everything again from the beginning')
    .option('--json', 'print a JSON line for each page and one at the end')
    .action((name: string, options: SyncOptions) => sync(terminal, name, options))
}

interface SyncOptions {
  readonly stream?: string
  readonly fromStart?: true
  readonly json?: true
}

async function sync(terminal: Terminal, name: string, options: SyncOptions): Promise<void> {
  await withStore(terminal, async ({ store, settings, actor }) => {
    const { api } = vendorApi(settings, name, terminal.now)
    const streams = chosen(api, options.stream)
    await letIn(name, api)
    const cursors = await prepare(store, { api, streams, actor, fromStart: options.fromStart ?? false })
    const stopping = new AbortController()
    terminal.onStop(() => stopping.abort())
    const progress = openProgress(terminal, { source: name, json: options.json ?? false })
    let bug: unknown = null
    const deps: SyncDeps = {
      ...terminal,
      store,
      readers: new Map([[name, api.reader]]),
      actor,
      reportBug: error => {
        bug = error
      },
      // The server that is running, if any, looks by itself within half a minute.
      wake: () => {},
    }
    for (const reader of streams) {
      const before = cursors.find(({ stream }) => stream === reader.name)
      if (!before) continue
      const order = { before, reader, stopping: stopping.signal, sleep: terminal.sleep }
      const hasEnded = await follow(syncToEnd(deps, order), { progress, reader, bug: () => bug })
      if (!hasEnded) {
        progress.close()
        throw new Unfinished(STOPPED)
      }
    }
    progress.close()
  })
}

interface Following {
  readonly progress: SyncProgress
  readonly reader: SyncStream
  /** What broke for no reason a vendor gave; null where nothing did. */
  readonly bug: () => unknown
}

/** Shows what happens; false where it was told to stop before the end. Throws Unfinished where it broke. */
async function follow(
  events: ReturnType<typeof syncToEnd>,
  { progress, reader, bug }: Following,
): Promise<boolean> {
  let hasEnded = false
  for await (const event of events) {
    progress.show(event)
    if (event.kind === 'ended') hasEnded = true
    if (event.kind !== 'broken') continue
    progress.close()
    throw new Unfinished(
      `${reader.name} stopped: ${event.words.en}. What was read is kept; the next sync tries the page again`,
      {
        cause: bug(),
      },
    )
  }
  return hasEnded
}

function chosen({ reader: { streams } }: VendorApi, only: string | undefined): readonly SyncStream[] {
  if (only === undefined) return streams
  const stream = streams.find(({ name }) => name === only)
  if (stream) return [stream]
  throw new Misuse(`There is no stream ${only}; use one of ${streams.map(({ name }) => name).join(', ')}`)
}

/** Wrong credentials end the command at once; a vendor that names a time to come back is waited for. */
async function letIn(name: string, api: VendorApi): Promise<void> {
  try {
    await whoWeAre(name, api)
  } catch (error) {
    const cause = error instanceof Unfinished ? error.cause : null
    if (!(cause instanceof VendorUnavailable) || cause.retryAfterMs === null) throw error
  }
}

interface Preparing {
  readonly api: VendorApi
  readonly streams: readonly SyncStream[]
  readonly actor: Actor
  readonly fromStart: boolean
}

/** Begins what is new and makes the streams due; returns them as they are then. */
async function prepare(store: Store, { api, streams, actor, fromStart }: Preparing): Promise<CursorRow[]> {
  const { source } = api.reader
  return store.write(actor, async tx => {
    await beginStreams(tx, { source, streams })
    for (const { name: stream } of streams) {
      if (fromStart) await restartStream(tx, { source, stream })
      else await resyncStream(tx, source, stream)
    }
    return listCursors(tx.db, source)
  })
}

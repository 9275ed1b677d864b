import { VENDORS } from '../../server/connectors/vendors.ts'
import type { Row } from '../../server/store/schema.ts'
import { beginStreams } from '../../server/sync/begin-streams.ts'
import type { DatabaseKind } from './database.ts'
import { HeldClock, MINUTE, SECOND } from './held-clock.ts'
import { startMeshline, type TestMeshline } from './meshline.ts'
import { pagedConnector, pagedVariables } from './paged-connector.ts'
import { type PagedStream, PagedVendor, type PagedVendorOptions } from './paged-vendor.ts'

const PAGED_SECRET = 'paged_secret_of_the_tests'

/** A paged vendor and a server connected to it, on one held clock. */
export interface PagedDesk {
  readonly clock: HeldClock
  readonly vendor: PagedVendor
  readonly meshline: TestMeshline
  readonly variables: Readonly<Record<string, string>>
  /** What `meshline connect` does to the database. */
  readonly begin: () => Promise<void>
  readonly drain: () => Promise<void>
  /** Time passes in steps of a second, of a minute where it is more than one, and what falls due is done at once. */
  readonly pass: (ms: number) => Promise<void>
  readonly cursor: (stream: PagedStream) => Promise<Row<'sync_cursors'>>
  readonly recordIds: (stream: PagedStream) => Promise<string[]>
  readonly signals: () => Promise<Row<'signals'>[]>
  readonly exceptions: () => Promise<Row<'exceptions'>[]>
  readonly pagesAudited: () => Promise<number>
  /** The vendor's webhook on a ticket. */
  readonly announce: (ticket: string, at?: number) => Promise<Response>
  /** A second server on the same database. */
  readonly second: () => Promise<TestMeshline>
  readonly close: () => Promise<void>
}

export async function startPagedDesk(
  database: DatabaseKind,
  options: Omit<PagedVendorOptions, 'now'> = {},
): Promise<PagedDesk> {
  const clock = new HeldClock()
  const vendor = await new PagedVendor({ ...options, now: clock.now }).listen()
  const variables = { ...pagedVariables(vendor), MESHLINE_PAGED_WEBHOOK_SECRET: PAGED_SECRET }
  const vendors = [...VENDORS, pagedConnector]
  const meshline = await startMeshline({ database, clock, variables, vendors })
  const { store, drain } = meshline.server
  const others: TestMeshline[] = []
  let hooks = 0
  return {
    clock,
    vendor,
    meshline,
    variables,
    drain,
    async begin() {
      const { api } = pagedConnector.connect(meshline.settings.vendorVariables, clock.now)
      if (!api) throw new Error('Paged is not connected')
      await store.write({ kind: 'command', user: 'test' }, tx => beginStreams(tx, api.reader))
    },
    async pass(ms) {
      const step = ms > MINUTE ? MINUTE : SECOND
      for (let left = ms; left > 0; left -= step) {
        clock.advance(Math.min(step, left))
        await drain()
      }
    },
    cursor: stream =>
      store.db
        .selectFrom('sync_cursors')
        .selectAll()
        .where('source', '=', 'paged')
        .where('stream', '=', stream)
        .executeTakeFirstOrThrow(),
    async recordIds(stream) {
      const type = stream === 'accounts' ? 'account' : 'ticket'
      const query = store.db.selectFrom('source_records').select('id').where('type', '=', type)
      const rows = await query.where('source', '=', 'paged').where('unread', '=', 0).execute()
      return rows.map(({ id }) => id).toSorted()
    },
    signals: () => store.db.selectFrom('signals').selectAll().orderBy('seq').execute(),
    exceptions: () => store.db.selectFrom('exceptions').selectAll().orderBy('id').execute(),
    async pagesAudited() {
      const query = store.db.selectFrom('audit_entries').select('seq').where('action', '=', 'sync.page')
      return (await query.execute()).length
    },
    announce(ticket, at = clock.now()) {
      hooks += 1
      return fetch(`${meshline.url}/webhooks/paged`, {
        method: 'POST',
        headers: { 'x-paged-secret': PAGED_SECRET, 'content-type': 'application/json' },
        body: JSON.stringify({ id: `hook${hooks}`, ticket, at }),
      })
    },
    async second() {
      const other = await startMeshline({ database, clock, variables, vendors, on: meshline.database })
      others.push(other)
      return other
    },
    async close() {
      for (const other of others) await other.close()
      await meshline.close()
      await vendor.close()
    },
  }
}

import { Dexie, type Table } from 'dexie'
import type { AlertsView } from '../messages.ts'

/** Mine, as last read from the server. */
export interface KnownAlerts {
  readonly view: AlertsView
  /** By how much the server's clock was ahead of this device's then; milliseconds. */
  readonly aheadMs: number
}

/** A moment at which somebody is to be told of a clock. */
export interface Warning {
  readonly clockId: string
  /** Epoch milliseconds. */
  readonly at: number
  /** When they were told or it needed telling no more; null until then. */
  readonly toldAt: number | null
}

/**
 * What the worker must still know after the browser ended it, restarted, or while the server is out of reach: my
 * clocks, and which warnings were given. Opened by the service worker only.
 */
export function openAlertBook(name = 'meshline-alerts') {
  const db = new Dexie(name)
  db.version(1).stores({ known: 'id', warnings: '[clockId+at], at' })
  const known: Table<KnownAlerts & { id: 'mine' }, 'mine'> = db.table('known')
  const warnings: Table<Warning, [string, number]> = db.table('warnings')
  return {
    known: async (): Promise<KnownAlerts | null> => (await known.get('mine')) ?? null,
    warnings: (): Promise<Warning[]> => warnings.orderBy('at').toArray(),
    /** Both at once, so that a worker ended in between never plans by half. */
    save: (next: KnownAlerts, planned: readonly Warning[]) =>
      db.transaction('rw', known, warnings, async () => {
        await known.put({ ...next, id: 'mine' })
        await warnings.clear()
        await warnings.bulkPut([...planned])
      }),
    told: async (given: readonly Warning[], toldAt: number) => {
      await warnings.bulkPut(given.map(warning => ({ ...warning, toldAt })))
    },
    clear: () =>
      db.transaction('rw', known, warnings, async () => {
        await known.clear()
        await warnings.clear()
      }),
  }
}

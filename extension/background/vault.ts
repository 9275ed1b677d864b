import { Dexie, type Table } from 'dexie'
import type { SessionView } from '../messages.ts'

export interface Credentials extends SessionView {
  token: string
}

export type Vault = ReturnType<typeof openVault>

/**
 * The session token. Not in storage.local, which content scripts read, nor only in storage.session, which a restart
 * empties: an IndexedDB of the extension's origin is out of reach of every page and content script in both browsers.
 * Only the service worker opens it.
 */
export function openVault() {
  const db = new Dexie('meshline-vault')
  db.version(1).stores({ credentials: 'id' })
  const table: Table<Credentials & { id: 'only' }, 'only'> = db.table('credentials')
  let known: Promise<Credentials | null> | undefined
  return {
    load(): Promise<Credentials | null> {
      known ??= table.get('only').then(found => found ?? null)
      return known
    },
    async save(credentials: Credentials): Promise<void> {
      await table.put({ ...credentials, id: 'only' })
      known = Promise.resolve(credentials)
    },
    async clear(): Promise<void> {
      await table.clear()
      known = Promise.resolve(null)
    },
  }
}

import type { Actor } from '../../shared/actor.ts'
import { readSettings, type Settings } from '../env.ts'
import { openStoreOf } from '../start-server.ts'
import type { Store } from '../store/store.ts'
import type { Terminal } from './terminal.ts'

/** Opens the store for one command and closes it whatever happens. */
export async function withStore<T>(
  terminal: Terminal,
  work: (opened: { store: Store; settings: Settings; actor: Actor }) => Promise<T>,
): Promise<T> {
  const settings = readSettings(terminal.variables, terminal.vendors)
  const store = await openStoreOf(settings, terminal)
  try {
    return await work({ store, settings, actor: { kind: 'command', user: terminal.user } })
  } finally {
    await store.close()
  }
}

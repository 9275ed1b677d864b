import type { Tx } from '../store/store.ts'
import { wakeMails } from './store.ts'

/** A clock goes on, or has stopped: mails that waited for that are looked at again. The caller says so in the audit log. */
export async function releaseMails(tx: Tx, clockId: string): Promise<void> {
  await wakeMails(tx, clockId)
}

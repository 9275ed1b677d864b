import { Command } from 'commander'
import type { Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

export function migrateCommand(terminal: Terminal): Command {
  return new Command('migrate').description('Bring the database up to date').action(() =>
    withStore(terminal, async ({ store }) => {
      terminal.print(`The ${store.kind} database is up to date`)
    }),
  )
}

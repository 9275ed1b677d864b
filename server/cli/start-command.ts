import { Command } from 'commander'
import { readSettings } from '../env.ts'
import { createLog } from '../log.ts'
import { createServer } from '../start-server.ts'
import type { Terminal } from './terminal.ts'

export function startCommand(terminal: Terminal): Command {
  return new Command('start').description('Run the server').action(async () => {
    const settings = readSettings(terminal.variables, terminal.vendors)
    const log = createLog(settings.logLevel)
    const server = await createServer(settings, { ...terminal, log })
    const port = await server.listen()
    const sources = Object.keys(settings.webhookSecrets)
    log.info({ port, database: server.store.kind, webhooks: sources }, 'meshline is listening')
    terminal.print(`Meshline listens on http://${settings.host}:${port}`)
    await new Promise<void>(resolve => terminal.onStop(resolve))
    await server.close()
  })
}

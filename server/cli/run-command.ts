import { Command, CommanderError } from 'commander'
import { BadSettings } from '../bad-settings.ts'
import { automationCommand } from './automation-command.ts'
import { connectCommand } from './connect-command.ts'
import { contextCommand } from './context-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { memberCommand } from './member-command.ts'
import { migrateCommand } from './migrate-command.ts'
import { policyCommand } from './policy-command.ts'
import { signalCommand } from './signal-command.ts'
import { slaCommand } from './sla-command.ts'
import { startCommand } from './start-command.ts'
import { syncCommand } from './sync-command.ts'
import { Misuse, type Terminal, Unfinished } from './terminal.ts'
import { usageCommand } from './usage-command.ts'

const COMMANDS = [
  startCommand,
  migrateCommand,
  memberCommand,
  signalCommand,
  automationCommand,
  connectCommand,
  syncCommand,
  policyCommand,
  slaCommand,
  contextCommand,
  usageCommand,
  doctorCommand,
]

/** Runs `meshline <args>`; resolves with the exit code: 0, or 1 with a sentence on what to do. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('meshline').description(
    'An operating layer for support automation over the tools you use',
  )
  for (const command of COMMANDS) {
    program.addCommand(command(terminal))
  }
  speakThrough(program, terminal)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    return explain(error, terminal)
  }
}

/** Commander neither prints nor exits by itself, at any depth. */
function speakThrough(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: text => terminal.print(text.trimEnd()),
    writeErr: text => terminal.complain(text.trimEnd()),
  })
  for (const part of command.commands) speakThrough(part, terminal)
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode
  if (error instanceof BadSettings) {
    terminal.complain(`These settings cannot be used:\n${error.message}`)
    return 1
  }
  if (error instanceof Misuse || error instanceof Unfinished) {
    terminal.complain(error.message)
    return 1
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    terminal.complain('The port is in use; stop the other server or set MESHLINE_PORT to another one')
    return 1
  }
  throw error
}

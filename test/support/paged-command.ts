import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from '../../server/cli/run-command.ts'
import { VENDORS } from '../../server/connectors/vendors.ts'
import { countingIds } from './held-clock.ts'
import { pagedConnector } from './paged-connector.ts'
import type { PagedDesk } from './paged-desk.ts'

/** `meshline` at the desk's database, in this process; where it sleeps, the held clock moves on. */
export interface PagedCommand {
  readonly meshline: (...args: string[]) => Promise<number>
  readonly printed: string[]
  /** All that was printed. */
  readonly lines: () => string
  /** How long it slept, each time; milliseconds. */
  readonly slept: number[]
  /** Variables that are not set. */
  readonly unset: string[]
  /** Ctrl-C. */
  readonly stop: () => void
  /** False: the held clock stands still even while the command sleeps. */
  isTimePassing: boolean
}

export function pagedCommand(desk: PagedDesk): PagedCommand {
  const newId = countingIds()
  let stop = () => {}
  const command: PagedCommand = {
    printed: [],
    lines: () => command.printed.join('\n'),
    slept: [],
    unset: [],
    stop: () => stop(),
    isTimePassing: true,
    async meshline(...args) {
      const { settings, database } = desk.meshline
      const print = (line: string) => void command.printed.push(line)
      const variables: Record<string, string> = {
        ...desk.variables,
        MESHLINE_DATA_DIR: settings.dataDir,
        ...(database.databaseUrl && { MESHLINE_DATABASE_URL: database.databaseUrl }),
      }
      for (const name of command.unset) delete variables[name]
      return runCommand(args, {
        variables,
        now: desk.clock.now,
        newId: prefix => newId(`${prefix}_cmd`),
        random: () => 0.5,
        vendors: [...VENDORS, pagedConnector],
        print,
        complain: print,
        onStop: then => {
          stop = then
        },
        screen: null,
        async sleep(ms) {
          command.slept.push(ms)
          if (command.isTimePassing) desk.clock.advance(ms)
          await sleep(1)
        },
        user: 'tester',
      })
    },
  }
  return command
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../../server/cli/run-command.ts'
import { VENDORS } from '../../server/connectors/vendors.ts'
import { countingIds, HeldClock } from './held-clock.ts'

/** `meshline policy` on a database of its own, with rita@acme.test, who may write policies, and more variables. */
export async function openPolicyCommand(variables: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'meshline-policies-'))
  const clock = new HeldClock()
  const newId = countingIds()
  let printed: string[] = []

  async function meshline(...args: string[]): Promise<number> {
    printed = []
    const print = (line: string) => void printed.push(line)
    return runCommand(args, {
      variables: { ...variables, MESHLINE_DATA_DIR: folder },
      vendors: VENDORS,
      now: clock.now,
      newId,
      random: () => 0.5,
      print,
      complain: print,
      onStop: () => {},
      screen: null,
      sleep: async () => {},
      user: 'tester',
    })
  }

  await meshline('member', 'add', 'rita@acme.test', '--role', 'rev-ops-lead')
  return {
    meshline,
    printed: () => printed,
    write(name: string, content: string | object) {
      const path = join(folder, name)
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
      return path
    },
    set: (kind: string, file: string, ...more: string[]) =>
      meshline(
        'policy',
        'set',
        kind,
        file,
        '--author',
        'rita@acme.test',
        '--reason',
        'large accounts',
        ...more,
      ),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export type PolicyCommand = Awaited<ReturnType<typeof openPolicyCommand>>

/** Berlin, 9 to 17 on weekdays, one holiday; one day is written once. */
export const OFFICE = `
calendars:
  - name: office
    timeZone: Europe/Berlin
    week:
      monday: &day [{ from: "09:00", until: "17:00" }]
      tuesday: *day
      wednesday: *day
      thursday: *day
      friday: *day
      saturday: []
      sunday: []
    holidays:
      - { date: 2026-12-25, name: Christmas }
`

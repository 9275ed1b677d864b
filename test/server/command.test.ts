import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from '../../server/cli/run-command.ts'
import { VENDORS } from '../../server/connectors/vendors.ts'
import { countingIds, HeldClock, MINUTE } from '../support/held-clock.ts'
import { startMeshline, type TestMeshline } from '../support/meshline.ts'

let folder: string
let clock: HeldClock
let printed: string[]
let variables: Record<string, string>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshline-command-'))
  clock = new HeldClock()
  printed = []
  variables = { MESHLINE_DATA_DIR: folder }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const newId = countingIds()

async function meshline(...args: string[]): Promise<number> {
  const print = (line: string) => void printed.push(line)
  return runCommand(args, {
    variables,
    now: clock.now,
    newId,
    random: () => 0.5,
    print,
    complain: print,
    onStop: () => {},
    vendors: VENDORS,
    screen: null,
    sleep: async () => {},
    user: 'tester',
  })
}

describe('meshline member', () => {
  test('add prints a pairing code for a browser', async () => {
    expect(await meshline('member', 'add', 'ana@acme.test', '--role', 'billing-resolver')).toBe(0)
    expect(printed[0]).toBe('Ana <ana@acme.test>: billing-resolver')
    expect(printed[1]).toMatch(/^Pairing code: [0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
  })

  test('add again gives more roles and a new code to the same member', async () => {
    await meshline('member', 'add', 'ana@acme.test', '--role', 'billing-resolver')
    clock.advance(MINUTE)
    await meshline('member', 'add', 'Ana@acme.test', '--role', 'admin')
    await meshline('member', 'list')
    expect(printed.at(-1)).toBe('ana@acme.test\tAna\tbilling-resolver, admin\t')
  })

  test.each([
    [['member', 'add', 'ana'], 'ana is not an e-mail address'],
    [['member', 'add', 'ana@acme.test', '--role', 'king'], 'king is not a role; use one of rev-ops-lead'],
    [['automation', 'publish', 'nothing', '--author', 'ana@acme.test'], 'There is no automation nothing'],
    [['member', 'add'], 'missing required argument'],
    [['fly'], "unknown command 'fly'"],
  ])('%o fails with what to do', async (args, message) => {
    expect(await meshline(...args)).toBe(1)
    expect(printed.join('\n')).toContain(message)
  })

  test.each([
    ['MESHLINE_DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none', 'check the address'],
    ['MESHLINE_DATA_DIR', '', 'restore it from a backup'],
  ])('a database that cannot be opened is told as a mistake of %s', async (variable, value, words) => {
    writeFileSync(
      join(folder, 'meshline.sqlite'),
      'this is no database, whatever its name says; it only has to be long enough to be read',
    )
    variables = { MESHLINE_DATA_DIR: folder, ...(value && { [variable]: value }) }
    expect(await meshline('doctor')).toBe(1)
    expect(printed.join('\n')).toContain(`${variable}: `)
    expect(printed.join('\n')).toContain(words)
  })

  test('a database that does not answer ends the command, not only its words', async () => {
    const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
    const env = {
      ...process.env,
      MESHLINE_DATA_DIR: folder,
      MESHLINE_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    }
    const ended = promisify(execFile)(process.execPath, [main, 'doctor'], { env, timeout: 10_000 })
    await expect(ended).rejects.toMatchObject({ code: 1, killed: false })
  })

  test('doctor says what is missing', async () => {
    expect(await meshline('doctor')).toBe(0)
    expect(printed.join('\n')).toContain('members      none: add one with meshline member add')
    expect(printed.join('\n')).toContain('set MESHLINE_STRIPE_WEBHOOK_SECRET')
  })
})

describe('a code from the command pairs a browser with the running server', () => {
  let server: TestMeshline

  beforeEach(async () => {
    server = await startMeshline({
      database: 'sqlite',
      clock,
      on: { dataDir: folder, databaseUrl: null, drop: async () => {} },
    })
    await meshline('member', 'add', 'ana@acme.test', '--role', 'billing-resolver')
  })
  afterEach(() => server.close())

  const pair = () => {
    const code = printed.find(line => line.startsWith('Pairing code: '))?.slice('Pairing code: '.length)
    return fetch(`${server.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: code?.toLowerCase().replace('-', ' '), device: 'test' }),
    })
  }

  test('once', async () => {
    const answers = [await pair(), await pair()]
    expect(answers.map(({ status }) => status)).toEqual([201, 400])
  })

  test('for fifteen minutes', async () => {
    clock.advance(15 * MINUTE + 1)
    expect((await pair()).status).toBe(400)
  })
})

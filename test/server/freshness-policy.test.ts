import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from '../../server/cli/run-command.ts'
import { VENDORS } from '../../server/connectors/vendors.ts'
import { setPolicy } from '../../server/policies/set-policy.ts'
import { readPolicy } from '../../server/policies/store.ts'
import { openStore } from '../../server/store/store.ts'
import {
  FIRST_FRESHNESS_POLICY,
  type FreshnessPolicy,
  FreshnessPolicyFile,
  policyFileOf,
} from '../../shared/freshness-policy.ts'
import type { Member } from '../../shared/member.ts'
import { DATABASES, freshDatabase } from '../support/database.ts'
import { countingIds, HeldClock, HOUR, MINUTE } from '../support/held-clock.ts'

const RITA: Member = {
  id: 'mem_rita',
  email: 'rita@acme.test',
  name: 'Rita Rules',
  roles: ['rev-ops-lead'],
  active: true,
}

/** The limits that come with Meshline, but for the revenue. */
const withRevenue = (errorAfterMs: number): FreshnessPolicy => ({
  ...FIRST_FRESHNESS_POLICY,
  fields: { ...FIRST_FRESHNESS_POLICY.fields, mrr: { money: { warnAfterMs: MINUTE, errorAfterMs } } },
})

describe.each(DATABASES)('the freshness policy, on %s', kind => {
  const open = async () => {
    const database = await freshDatabase(kind)
    const clock = new HeldClock()
    const where = database.databaseUrl
      ? { url: database.databaseUrl }
      : { path: `${database.dataDir}/meshline.sqlite` }
    const store = await openStore(where, { now: clock.now, newId: countingIds(), random: () => 0 })
    return {
      store,
      clock,
      set: (policy: FreshnessPolicy, author = RITA) =>
        store.write({ kind: 'command', user: 'test' }, tx =>
          setPolicy(tx, { kind: 'freshness', policy, author, reason: 'revenue decides', basedOn: null }),
        ),
      async close() {
        await store.close()
        await database.drop()
      },
    }
  }
  let world: Awaited<ReturnType<typeof open>>

  beforeEach(async () => {
    world = await open()
  })
  afterEach(() => world.close())

  const entries = () =>
    world.store.db
      .selectFrom('audit_entries')
      .select(['action', 'outcome', 'detail'])
      .where('subject_kind', '=', 'policy')
      .orderBy('seq')
      .execute()

  test('before anybody set one, the limits that come with Meshline hold, as version 0', async () => {
    expect(await readPolicy(world.store.db, 'freshness')).toMatchObject({
      version: 0,
      policy: FIRST_FRESHNESS_POLICY,
      author: null,
    })
  })

  test('the newest version holds; author, reason, before and after are in the audit log', async () => {
    expect(await world.set(withRevenue(HOUR))).toEqual({ kind: 'set', version: 1 })
    expect(await world.set(withRevenue(2 * HOUR))).toEqual({ kind: 'set', version: 2 })
    expect(await readPolicy(world.store.db, 'freshness')).toEqual({
      version: 2,
      policy: withRevenue(2 * HOUR),
      author: 'rita@acme.test',
      reason: 'revenue decides',
      createdAt: world.clock.now(),
    })
    const [, second] = await entries()
    expect(second).toMatchObject({ action: 'policy.set', outcome: 'done' })
    const detail: { before: unknown; after: unknown } = JSON.parse(second?.detail ?? '{}')
    expect(detail).toMatchObject({
      authorId: 'mem_rita',
      version: 2,
      before: { fields: { mrr: { money: { errorAfter: '1h' } } } },
      after: { fields: { mrr: { money: { errorAfter: '2h' } } } },
    })
  })

  test('the same limits again make no version, and say so', async () => {
    await world.set(withRevenue(HOUR))
    expect(await world.set(withRevenue(HOUR))).toEqual({ kind: 'unchanged', version: 1 })
  })

  test.each([
    ['a role that writes none', { ...RITA, roles: ['billing-resolver' as const] }],
    ['somebody who left', { ...RITA, active: false }],
  ])('%s is refused, and the attempt audited', async (_who, author) => {
    expect(await world.set(withRevenue(HOUR), author)).toEqual({ kind: 'not-allowed' })
    expect((await readPolicy(world.store.db, 'freshness')).version).toBe(0)
    expect(await entries()).toMatchObject([{ action: 'policy.refused', outcome: 'refused' }])
  })

  test('two set at once are two versions, one after the other', async () => {
    const outcomes = await Promise.all([world.set(withRevenue(HOUR)), world.set(withRevenue(2 * HOUR))])
    expect(
      outcomes.map(outcome => ('version' in outcome ? outcome.version : 0)).toSorted((a, b) => a - b),
    ).toEqual([1, 2])
  })
})

describe('meshline policy', () => {
  let folder: string
  let printed: string[]
  const clock = new HeldClock()
  const newId = countingIds()

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'meshline-policy-'))
    await meshline('member', 'add', 'rita@acme.test', '--role', 'rev-ops-lead')
    await meshline('member', 'add', 'ana@acme.test', '--role', 'billing-resolver')
    printed = []
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  async function meshline(...args: string[]): Promise<number> {
    printed = []
    const print = (line: string) => void printed.push(line)
    return runCommand(args, {
      variables: { MESHLINE_DATA_DIR: folder },
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

  const set = (file: string, author = 'rita@acme.test', reason = 'revenue decides') =>
    meshline('policy', 'set', 'freshness', file, '--author', author, '--reason', reason)
  const write = (content: string) => {
    const path = join(folder, 'policy.json')
    writeFileSync(path, content)
    return path
  }
  const valid = () => write(JSON.stringify(policyFileOf(withRevenue(HOUR))))

  test('what show prints as JSON is what set reads', async () => {
    expect(await meshline('policy', 'show', 'freshness', '--json')).toBe(0)
    const shown = printed.join('\n')
    expect(FreshnessPolicyFile.parse(JSON.parse(shown))).toEqual(FIRST_FRESHNESS_POLICY)
    expect(await set(write(shown))).toBe(0)
    expect(printed).toEqual(['The freshness policy is that of version 0 already; nothing changed'])
  })

  test('show has a line for each field; set says from when the new limits hold', async () => {
    expect(await set(valid())).toBe(0)
    expect(printed).toEqual([
      'The freshness policy, version 1, holds from the next judgement of each proposal on',
    ])
    expect(await meshline('policy', 'show', 'freshness')).toBe(0)
    expect(printed[0]).toBe(
      'freshness    version 1, 2026-11-20T09:00:00.000Z by rita@acme.test: revenue decides',
    )
    expect(printed.find(line => line.startsWith('mrr'))?.split(/ {2,}/)).toEqual([
      'mrr',
      '-',
      '-',
      '1m / 1h',
      '-',
    ])
  })

  test.each([
    ['a file that is not there', () => join(folder, 'none.json'), 'none.json cannot be read (ENOENT'],
    ['no JSON', () => write('{'), 'is not JSON ('],
    [
      'no policy',
      () => write('{}'),
      'is no freshness policy, so nothing changed:\ndefault: must be an object',
    ],
    [
      'one mistake in it',
      () => write(JSON.stringify({ ...policyFileOf(FIRST_FRESHNESS_POLICY), fields: { plann: {} } })),
      'fields > plann: is not a field a decision rests on; use one of dispute.status',
    ],
  ])('%s fails with what to do, and nothing changes', async (_what, file, words) => {
    expect(await set(file())).toBe(1)
    expect(printed.join('\n')).toContain(words)
    await meshline('policy', 'show', 'freshness')
    expect(printed[0]).toBe('freshness    version 0, came with Meshline')
  })

  test('whoever may not write policies, is nobody, or says no reason, is told', async () => {
    expect(await set(valid(), 'ana@acme.test')).toBe(1)
    expect(printed).toEqual([
      'ana@acme.test may not write policies; that takes one of rev-ops-lead, automation-engineer, admin',
    ])
    expect(await set(valid(), 'nobody@acme.test')).toBe(1)
    expect(printed[0]).toContain('nobody@acme.test is not a member')
    expect(await set(valid(), 'rita@acme.test', ' ')).toBe(1)
    expect(printed[0]).toContain('Say why it changes')
    expect(await meshline('policy', 'show', 'clocks')).toBe(1)
    expect(printed).toEqual(['clocks is not a kind of policy; use one of freshness, routing, sla, calendars'])
  })
})

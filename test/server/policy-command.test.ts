import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { POLICY_FORMS, POLICY_KINDS } from '../../server/policies/kinds.ts'
import { FIRST_ROUTING_POLICY, type RoutingPolicy } from '../../shared/routing-policy.ts'
import { OFFICE, openPolicyCommand, type PolicyCommand } from '../support/policy-command.ts'

let command: PolicyCommand

beforeEach(async () => {
  command = await openPolicyCommand()
})
afterEach(() => command.close())

const meshline = (...args: string[]) => command.meshline(...args)
const set: PolicyCommand['set'] = (...args) => command.set(...args)
const write: PolicyCommand['write'] = (...args) => command.write(...args)

const SLA = `
rules:
  - name: everybody
    title: Everybody
    owner: rita@acme.test
    when: {}
    calendar: office
    targets:
      first-response: { unit: business, within: { default: 4h, urgent: 30m }, pausedIn: [pending] }
`

const LARGE: RoutingPolicy['rules'][number] = {
  name: 'large',
  title: 'Large accounts',
  owner: 'rita@acme.test',
  when: {
    all: [
      {
        field: 'account.mrr',
        operator: 'greater_than_equal',
        value: { minor: 500_000, currency: 'usd' },
      },
    ],
    any: [],
  },
  assign: { role: 'account-manager', team: null, accountField: 'account_manager', spread: 'first' },
  fallback: 'support-manager',
}

const routing = (rule: string | null): RoutingPolicy => ({
  ...FIRST_ROUTING_POLICY,
  rules: [LARGE, ...FIRST_ROUTING_POLICY.rules],
  tests: [{ name: 'A large one', facts: { 'account.mrr': { minor: 900_000, currency: 'usd' } }, rule }],
})

describe('every kind of policy', () => {
  test.each(POLICY_KINDS)('%s: what show prints as JSON and as YAML is what set reads', async kind => {
    for (const form of ['json', 'yaml'] as const) {
      expect(await meshline('policy', 'show', kind, `--${form}`)).toBe(0)
      const shown = command.printed().join('\n')
      const document: unknown = form === 'json' ? JSON.parse(shown) : parse(shown)
      expect(POLICY_FORMS[kind].file.parse(document)).toEqual(POLICY_FORMS[kind].first)
      expect(await set(kind, write(`policy.${form}`, shown))).toBe(0)
      expect(command.printed()).toEqual([`The ${kind} policy is that of version 0 already; nothing changed`])
    }
  })

  test.each(POLICY_KINDS)('%s: show says something a person can read', async kind => {
    expect(await meshline('policy', 'show', kind)).toBe(0)
    expect(command.printed()[0]).toBe(`${kind.padEnd(12)} version 0, came with Meshline`)
    expect(command.printed().length).toBeGreaterThan(1)
  })

  test.each(POLICY_KINDS)('%s: the published schema is what policy schema prints', async kind => {
    expect(await meshline('policy', 'schema', kind)).toBe(0)
    const file = new URL(`../../docs/schemas/${kind}.schema.json`, import.meta.url)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(command.printed().join('\n')))
  })
})

describe('set', () => {
  test('calendars and clocks in YAML, with one part written once; history says who and why', async () => {
    expect(await set('calendars', write('calendars.yaml', OFFICE))).toBe(0)
    expect(await set('sla', write('sla.yaml', SLA))).toBe(0)
    expect(command.printed()).toEqual([
      'The sla policy, version 1, holds; every open item is looked at again',
    ])
    expect(await meshline('policy', 'show', 'sla')).toBe(0)
    expect(command.printed()).toContain(
      '     first-response: 4h business time (urgent 30m); stands still in pending',
    )
    expect(await meshline('policy', 'history', 'sla')).toBe(0)
    expect(command.printed()).toEqual([
      '1\t2026-11-20T09:00:00.000Z\trita@acme.test\tlarge accounts',
      '0\tcame with Meshline',
    ])
    expect(await meshline('policy', 'show', 'sla', '--version', '0')).toBe(0)
    expect(command.printed()).toContain('No targets yet')
    expect(await meshline('policy', 'show', 'sla', '--version', '7')).toBe(1)
  })

  test('a calendar that a target counts by cannot be taken away', async () => {
    await set('calendars', write('calendars.yaml', OFFICE))
    await set('sla', write('sla.yaml', SLA))
    expect(await set('calendars', write('none.json', { calendars: [] }))).toBe(1)
    expect(command.printed().join('\n')).toContain(
      'calendars: The SLA policy counts by the calendar office; keep it',
    )
  })

  test('made from an older version: refused, with the one that holds', async () => {
    await set('routing', write('routing.json', routing('large')))
    expect(await set('routing', write('old.json', FIRST_ROUTING_POLICY), '--based-on', '0')).toBe(1)
    expect(command.printed()[0]).toContain('Version 1 was set meanwhile, so nothing changed')
    expect(await set('routing', write('old.json', FIRST_ROUTING_POLICY), '--based-on', '1')).toBe(0)
  })
})

describe('check', () => {
  test('a good file: exit code 0, its tests counted, whoever is missing named, nothing set', async () => {
    expect(await meshline('policy', 'check', 'routing', write('r.json', routing('large')))).toBe(0)
    expect(command.printed()).toContain(
      'Note: rules > 0 > assign > role: Nobody holds the role account-manager',
    )
    expect(command.printed().at(-1)).toMatch(/r\.json can be set as the routing policy; all 1 tests pass$/)
    await meshline('policy', 'history', 'routing')
    expect(command.printed()).toEqual(['0\tcame with Meshline'])
  })

  test('a failed test: exit code 1 and what matches instead', async () => {
    expect(await meshline('policy', 'check', 'routing', write('r.json', routing('billing')))).toBe(1)
    expect(command.printed().at(-1)).toBe(
      'tests > 0 > rule: Test “A large one”: expected billing, but large matches',
    )
  })

  test('a clock by a calendar that is not there', async () => {
    expect(await meshline('policy', 'check', 'sla', write('sla.yaml', SLA))).toBe(1)
    expect(command.printed().at(-1)).toContain(
      'rules > 0 > calendar: There is no calendar office; add it first',
    )
  })

  test('each mistake has a line with its place', async () => {
    const [first, ...rest] = FIRST_ROUTING_POLICY.rules
    const file = write('r.json', {
      rules: [
        { ...first, when: { all: [{ field: 'acount.mrr', operator: 'is', value: 1 }] } },
        { ...rest[0], assign: { role: 'support-manager', team: 'emea' } },
      ],
    })
    expect(await meshline('policy', 'check', 'routing', file)).toBe(1)
    const lines = command.printed().join('\n').split('\n')
    expect(lines[0]).toMatch(/^rules > 0 > when > all > 0 > field: .*did you mean "account.mrr"\?$/)
  })

  test.each([
    ['no YAML', 'a: [', 'is not YAML'],
    ['a YAML bomb', bomb(), 'Excessive alias count'],
    ['two documents', 'a: 1\n---\nb: 2', 'is not YAML'],
    ['one key twice', 'rules: []\nrules: []', 'is not YAML'],
    ['nothing', '', 'The policy:'],
    ['more than 2 MB', `# ${'x'.repeat(2_100_000)}`, 'a file may have 2 MB'],
    ['brackets without end', '['.repeat(200_000), 'is not'],
  ])('%s: exit code 1, and why', async (_what, content, words) => {
    expect(await meshline('policy', 'check', 'sla', write('bad.yaml', content))).toBe(1)
    expect(command.printed().join('\n')).toContain(words)
    expect(command.printed().join('\n').length).toBeLessThan(1_000)
  })
})

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const below = level === 0 ? '"x"' : `*l${level - 1}`
    return `l${level}: &l${level} [${Array.from({ length: 9 }, () => below).join(', ')}]`
  })
  return levels.join('\n')
}

describe('backtest', () => {
  test('says what it looked at; JSON for machines', async () => {
    const file = write('r.json', routing('large'))
    expect(await meshline('policy', 'backtest', 'routing', file, '--days', '7')).toBe(0)
    expect(command.printed().join('\n')).toContain(
      '0 items of the last 7 days; with what is known of them today',
    )
    expect(await meshline('policy', 'backtest', 'routing', file, '--json')).toBe(0)
    expect(JSON.parse(command.printed().join(''))).toMatchObject({
      days: 30,
      population: 0,
      cancelled: false,
    })
  })

  test.each([
    ['no such kind', ['calendars', 'x.json'], 'calendars cannot be tried; use one of routing, sla'],
    ['no number of days', ['routing', 'x.json', '--days', '0'], '0 is no number of days'],
  ])('%s', async (_what, args, words) => {
    expect(await meshline('policy', 'backtest', ...args)).toBe(1)
    expect(command.printed().join('\n')).toContain(words)
  })
})

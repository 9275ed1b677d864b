import { afterAll, beforeAll, expect, test } from 'vitest'
import { OFFICE, openPolicyCommand, type PolicyCommand } from '../support/policy-command.ts'

const RITA = 'rita@acme.test'
let command: PolicyCommand

beforeAll(async () => {
  command = await openPolicyCommand()
  await command.set('calendars', command.write('office.yaml', OFFICE))
})
afterAll(() => command.close())

const member = (...args: string[]) => command.meshline('member', ...args)

test.each([
  ['hours', [RITA, 'office']],
  ['hours', [RITA, 'always']],
  ['capacity', [RITA, '20']],
  ['capacity', [RITA, 'unlimited']],
  ['presence', [RITA, 'away']],
])('member %s %j is noted', async (name, args) => {
  expect(await member(name, ...args)).toBe(0)
})

test('a leave is recorded', async () => {
  expect(await member('leave', RITA, '--from', '2026-12-21', '--until', '2027-01-04')).toBe(0)
  expect(command.printed().join('\n')).toContain('on leave from 2026-12-21 until 2027-01-04')
})

test('leaves are listed, and one is taken back, once and for all', async () => {
  expect(await member('leaves', RITA)).toBe(0)
  const [id = ''] = (command.printed()[0] ?? '').split('\t')
  expect(command.printed()).toEqual([`${id}\t2026-12-21T00:00:00.000Z\t2027-01-04T00:00:00.000Z\tleave`])
  expect(await member('leaves', RITA, '--json')).toBe(0)
  expect(JSON.parse(command.printed().join(''))).toMatchObject([{ id, reason: 'leave' }])
  expect(await member('leave-cancel', RITA, id)).toBe(0)
  expect(command.printed().join('\n')).toContain('the leave is taken back')
  await member('leaves', RITA)
  expect(command.printed()).toEqual([`${RITA} has no leave before them`])
})

test.each([
  ['leaves', ['nobody@acme.test'], 'nobody@acme.test is not a member'],
  ['leave-cancel', [RITA, 'lve_none'], 'has no leave lve_none'],
  ['hours', [RITA, 'nowhere'], 'There is no calendar nowhere; there are: office'],
  ['hours', ['nobody@acme.test', 'office'], 'nobody@acme.test is not a member'],
  ['capacity', [RITA, 'many'], 'many is not a number of items'],
  ['presence', [RITA, 'asleep'], 'asleep is neither available nor away'],
  ['leave', [RITA, '--from', 'soon', '--until', '2027-01-04'], 'soon is not a time'],
  ['leave', [RITA, '--from', '2027-01-04', '--until', '2026-12-21'], '--until must come after --from'],
  ['leave', [RITA, '--from', '2020-01-01', '--until', '2020-01-02'], 'over already'],
])('member %s %j is refused, with what to do', async (name, args, words) => {
  expect(await member(name, ...args)).not.toBe(0)
  expect(command.printed().join('\n')).toContain(words)
})

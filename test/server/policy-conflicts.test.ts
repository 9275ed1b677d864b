import { afterAll, beforeAll, expect, test } from 'vitest'
import { NativeConflicts } from '../../shared/native-conflict.ts'
import { ACME } from '../simulators/acme.ts'
import { openPolicyCommand, type PolicyCommand } from '../support/policy-command.ts'
import { startZendeskAccount, type ZendeskAccount } from './connectors/zendesk-account.ts'

let zendesk: ZendeskAccount
let alone: PolicyCommand
let connected: PolicyCommand

beforeAll(async () => {
  zendesk = await startZendeskAccount()
  alone = await openPolicyCommand()
  connected = await openPolicyCommand({
    MESHLINE_ZENDESK_URL: zendesk.sim.apiUrl,
    MESHLINE_ZENDESK_EMAIL: zendesk.sim.email,
    MESHLINE_ZENDESK_API_TOKEN: zendesk.sim.apiToken,
  })
})
afterAll(async () => {
  alone.close()
  connected.close()
  await zendesk.sim.close()
})

const conflicts = (...options: string[]) => connected.meshline('policy', 'conflicts', ...options)

test('policy conflicts without a tool says so', async () => {
  expect(await alone.meshline('policy', 'conflicts')).toBe(0)
  expect(alone.printed()).toEqual(['No tool is connected that assigns by itself; see meshline doctor'])
})

test('policy conflicts names each rule, what it sets and when, what it is against and why', async () => {
  const action = { field: 'group_id', value: String(ACME.groups.billing) }
  zendesk.sim.addTrigger({ title: 'All to billing', actions: [action] })
  expect(await conflicts()).toBe(0)
  const [tool, title, ...lines] = connected.printed()
  expect(tool).toBe('zendesk: rules that assign or set a status: 1; against the policies: 1')
  expect(title).toContain('All to billing (')
  expect(lines.slice(0, 2)).toEqual(['     sets Group: Billing', '     when at every update'])
  expect(lines[2]).toContain(
    'may be against routing rule billing: Leads to Billing; ours leads to billing-resolver',
  )
})

test('policy conflicts --json prints what the page shows', async () => {
  expect(await conflicts('--json')).toBe(0)
  const { tools, conflicts: found } = NativeConflicts.parse(JSON.parse(connected.printed().join('')))
  expect(tools).toEqual([{ kind: 'read', source: 'zendesk', rules: 1 }])
  expect(found).toHaveLength(1)
})

test('policy conflicts where Zendesk is away prints its words, and is no failure', async () => {
  zendesk.sim.faults.failNext({ path: '/api/v2/triggers', status: 503 })
  expect(await conflicts()).toBe(0)
  expect(connected.printed()).toEqual(['zendesk: Zendesk answered 503; its rules are not known now'])
})

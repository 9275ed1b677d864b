import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PolicyCheck, PolicyView } from '../../shared/policy-check.ts'
import { FIRST_ROUTING_POLICY } from '../../shared/routing-policy.ts'
import { fillItems } from '../support/backtest-items.ts'
import { DATABASES } from '../support/database.ts'
import { startMeshline, type TestMember, type TestMeshline } from '../support/meshline.ts'

/** The policy that came with Meshline, under another title. */
const titled = (title: string) => ({
  ...FIRST_ROUTING_POLICY,
  rules: FIRST_ROUTING_POLICY.rules.map((rule, at) => (at === 0 ? { ...rule, title } : rule)),
})

describe.each(DATABASES)('the routes of policies, on %s', database => {
  let meshline: TestMeshline
  let rita: TestMember
  let ana: TestMember

  beforeAll(async () => {
    meshline = await startMeshline({ database })
    rita = await meshline.signIn('Rita Rules', ['rev-ops-lead'])
    ana = await meshline.signIn('Ana Ruiz', ['billing-resolver'])
  })
  afterAll(() => meshline.close())

  const post = (member: TestMember, path: string, body: object) =>
    fetch(`${meshline.url}/v1/policies/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
      body: JSON.stringify(body),
    })
  const show = async (kind: string) => {
    const headers = { authorization: `Bearer ${ana.token}` }
    const response = await fetch(`${meshline.url}/v1/policies/${kind}`, { headers })
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const current = async (kind: string) => PolicyView.parse((await show(kind)).body)
  const told = async (response: Response) => {
    const { type, detail }: { type: string; detail: string } = await response.json()
    return { status: response.status, type: type.replace('urn:meshline:problem:', ''), detail }
  }
  const audited = async () =>
    meshline.server.store.db
      .selectFrom('audit_entries')
      .select(['action', 'summary'])
      .where('subject_kind', '=', 'policy')
      .orderBy('seq')
      .execute()

  test('everybody reads; before anybody set one it is version 0, which nobody wrote', async () => {
    expect(await current('routing')).toEqual({
      version: 0,
      policy: FIRST_ROUTING_POLICY,
      author: null,
      reason: null,
      createdAt: null,
      history: [],
    })
    expect((await show('clocks')).status).toBe(422)
    expect((await show('routing?version=3')).status).toBe(404)
  })

  test('a check says where mails are asked for that nobody sends', async () => {
    const target = { unit: 'calendar', within: { default: '4h' } }
    const rule = { name: 'all', title: 'All', owner: 'rita@acme.test', when: {}, mail: true }
    const policy = { rules: [{ ...rule, targets: { resolution: target } }] }
    const checked = PolicyCheck.parse(await (await post(ana, 'sla/check', { policy })).json())
    expect(checked.problems).toEqual([])
    expect(checked.warnings).toMatchObject([{ path: ['rules', 0, 'mail'] }])
  })

  test('a check says what does not fit, which tests fail and what each rule means; and sets nothing', async () => {
    const policy = {
      ...titled('Money'),
      tests: [{ name: 'A bill', facts: { 'item.kind': 'billing-inquiry' }, rule: 'everything-else' }],
    }
    const checked = PolicyCheck.parse(await (await post(ana, 'routing/check', { policy })).json())
    expect(checked.problems).toEqual([
      {
        path: ['tests', 0, 'rule'],
        message: 'Test “A bill”: expected everything-else, but billing matches',
      },
    ])
    expect(checked.tests).toEqual([{ name: 'A bill', expected: 'everything-else', got: 'billing' }])
    expect(checked.sentences[1]).toEqual({ rule: 'everything-else', sentence: { en: 'Always', de: 'Immer' } })
    expect(checked.warnings[0]).toEqual({
      path: ['rules', 0, 'fallback'],
      message: 'Nobody holds the role admin',
    })
    expect(await audited()).toEqual([])
  })

  test('who writes policies sets it with a reason; every open item is looked at again', async () => {
    await fillItems(meshline.server.store, meshline.clock.now(), 12)
    const order = { policy: titled('Money'), reason: 'people say money', basedOn: 0 }
    expect(await (await post(rita, 'routing', order)).json()).toEqual({ version: 1, changed: true })
    const timers = await meshline.server.store.db
      .selectFrom('timers')
      .select(['subject_id', 'due_at'])
      .where('kind', '=', 'route-again')
      .where('done_at', 'is', null)
      .execute()
    expect(timers).toHaveLength(12)
    expect(timers.every(({ due_at }) => due_at === meshline.clock.now())).toBe(true)
    expect(await current('routing')).toMatchObject({
      version: 1,
      author: 'rita.rules@acme-support.test',
      reason: 'people say money',
      history: [{ version: 1 }],
    })
    expect(await (await post(rita, 'routing', { ...order, basedOn: 1 })).json()).toEqual({
      version: 1,
      changed: false,
    })
  })

  test('based on a version that holds no more: a conflict, and nothing is lost', async () => {
    const response = await post(rita, 'routing', { policy: titled('Cash'), reason: 'shorter', basedOn: 0 })
    expect(await told(response)).toMatchObject({ status: 409, type: 'policy-changed' })
    expect((await current('routing')).version).toBe(1)
  })

  test('refused: who may not, no reason, what does not fit; the first is audited', async () => {
    const order = { policy: titled('Cash'), reason: 'shorter', basedOn: 1 }
    expect(await told(await post(ana, 'routing', order))).toMatchObject({ status: 403, type: 'not-allowed' })
    expect(await audited()).toContainEqual({ action: 'policy.refused', summary: 'May not write policies' })
    expect(await told(await post(rita, 'routing', { ...order, reason: '  ' }))).toMatchObject({
      status: 422,
      type: 'reason-needed',
    })
    const [first] = FIRST_ROUTING_POLICY.rules
    const unended = { ...order, policy: { rules: [first] } }
    expect(await told(await post(rita, 'routing', unended))).toEqual({
      status: 422,
      type: 'policy-unfit',
      detail: 'rules > 0 > when: must be empty in the last rule, so that no item is left without an owner',
    })
  })

  test('two at once, based on the same version: one is set, the other told', async () => {
    const set = (title: string) =>
      post(rita, 'routing', { policy: titled(title), reason: 'race', basedOn: 1 })
    const statuses = (await Promise.all([set('One'), set('Two')])).map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409])
    expect((await current('routing')).version).toBe(2)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Validation } from '../../shared/validation.ts'
import { DATABASES } from '../support/database.ts'
import { HeldClock } from '../support/held-clock.ts'
import { aCustomer, type Ledger, startLedger } from '../support/ledger.ts'
import { startMeshline, type TestMember, type TestMeshline } from '../support/meshline.ts'
import { hold, said } from '../support/validating.ts'

describe.each(DATABASES)('the routes of validations, on %s', database => {
  let meshline: TestMeshline
  let ledger: Ledger
  let rita: TestMember
  let ana: TestMember
  let vera: TestMember

  beforeAll(async () => {
    const clock = new HeldClock()
    ledger = await startLedger(clock.now)
    const variables = { MESHLINE_LEDGER_URL: ledger.url }
    meshline = await startMeshline({ database, clock, variables, vendors: [ledger.vendor] })
    rita = await meshline.signIn('Rita Rules', ['rev-ops-lead'])
    ana = await meshline.signIn('Ana Ruiz', ['billing-resolver'])
    vera = await meshline.signIn('Vera Viewer', ['viewer'])
    const customers = ['acme', 'bolt'].map(id => aCustomer(id, said(id)))
    for (const customer of customers) ledger.say(customer)
    await hold(meshline.server.store, customers)
  })
  afterAll(async () => {
    await meshline.close()
    await ledger.close()
  })

  const post = (member: TestMember, path: string, body: object) =>
    fetch(meshline.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
      body: JSON.stringify(body),
    })
  const sign = (member: TestMember, id: string, note = 'Seen') =>
    post(member, `/v1/validations/${id}/signature`, { note })
  const list = async () => {
    const headers = { authorization: `Bearer ${ana.token}` }
    const { validations }: { validations: unknown[] } = await (
      await fetch(`${meshline.url}/v1/validations`, { headers })
    ).json()
    return validations.map(validation => Validation.parse(validation))
  }
  const refused = async (action: string) =>
    (
      await meshline.server.store.db
        .selectFrom('audit_entries')
        .select('summary')
        .where('action', '=', action)
        .where('outcome', '=', 'refused')
        .orderBy('seq')
        .execute()
    ).map(({ summary }) => summary)

  const started = async () => {
    const response = await post(ana, '/v1/validations', { sample: 2 })
    const { validation }: { validation: unknown } = await response.json()
    return { status: response.status, validation: Validation.parse(validation) }
  }

  test('who only views may not have the sources read; the attempt is audited', async () => {
    const response = await post(vera, '/v1/validations', { sample: 2 })
    expect(response.status).toBe(403)
    expect((await response.json()).type).toBe('urn:meshline:problem:not-allowed')
    expect(await refused('validation.refused')).toEqual(['Vera Viewer may only view'])
    expect(await list()).toEqual([])
  })

  test.each([0, 501, 1.5, '50'])('a sample of %j is refused: 1 to 500 accounts', async sample => {
    expect((await post(ana, '/v1/validations', { sample })).status).toBe(422)
  })

  test('started by one person, worked on by the server, read by everybody, signed by who may, once', async () => {
    const { status, validation } = await started()
    expect(status).toBe(202)
    expect(validation).toMatchObject({ sampled: 2, done: 0, finishedAt: null, startedBy: 'Ana Ruiz' })
    expect((await started()).validation.id).toBe(validation.id)

    const early = await sign(rita, validation.id)
    expect(early.status).toBe(409)
    expect((await early.json()).type).toBe('urn:meshline:problem:not-finished')
    ledger.say(aCustomer('bolt', said('bolt', 'Free')))
    await meshline.server.drain()
    expect(await list()).toMatchObject([{ id: validation.id, done: 2, compared: 4, right: 3, signed: null }])

    const wrongRole = await sign(ana, validation.id)
    expect(wrongRole.status).toBe(403)
    expect((await wrongRole.json()).detail).toBe('Needed: role rev-ops-lead or product-ops or admin')
    const signed = await sign(rita, validation.id, 'Bolt changed plan this morning')
    expect(signed.status).toBe(200)
    expect(await signed.json()).toMatchObject({
      validation: { signed: { person: { name: 'Rita Rules' }, note: 'Bolt changed plan this morning' } },
    })
    const again = await sign(rita, validation.id)
    expect(again.status).toBe(409)
    expect((await again.json()).type).toBe('urn:meshline:problem:already-signed')
    expect(await refused('validation.signature-refused')).toEqual([
      'Rita Rules: not-finished',
      'Ana Ruiz: not-allowed',
      'Rita Rules: already-signed',
    ])
    expect((await list())[0]?.signed?.note).toBe('Bolt changed plan this morning')
  })

  test('the newest comes first', async () => {
    meshline.clock.advance(1000)
    const { validation } = await started()
    await meshline.server.drain()
    expect((await list()).map(({ id }) => id)[0]).toBe(validation.id)
    expect(await list()).toHaveLength(2)
  })

  test('one nobody knows: 404, audited; a note over 2,000 characters: 422', async () => {
    expect((await sign(rita, 'val_none')).status).toBe(404)
    expect((await refused('validation.signature-refused')).at(-1)).toBe('No such validation')
    const { validation } = await started()
    expect((await sign(rita, validation.id, 'x'.repeat(2001))).status).toBe(422)
  })
})

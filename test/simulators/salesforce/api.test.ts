import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACME_SALESFORCE } from './acme.ts'
import { DATA, startTestOrg } from './test-org.ts'

let org: Awaited<ReturnType<typeof startTestOrg>>
beforeEach(async () => {
  org = await startTestOrg()
})
afterEach(() => org.close())

const { account: ACME, globex: GLOBEX, dana: DANA, pastCase: CASE } = ACME_SALESFORCE
const names = async (soql: string, kind?: string): Promise<string[]> => {
  const { body } = await org.query(soql, kind)
  return body.records.map(({ Name }: { Name: string }) => Name)
}
const codeOf = async (answer: Promise<{ status: number; body: { errorCode: string }[] }>) => {
  const { status, body } = await answer
  return `${status} ${body[0]?.errorCode}`
}

describe('tokens', () => {
  test('have no end that anybody could know, and end when told to', async () => {
    const { body } = await org.signIn({
      grant_type: 'client_credentials',
      client_id: org.sim.clientId,
      client_secret: org.sim.clientSecret,
    })
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: 'https://acme.my.salesforce.com' })
    expect(body).not.toHaveProperty('expires_in')
    org.sim.expireTokens()
    expect(await codeOf(org.call('GET', `${DATA}/sobjects/Case/${CASE}`))).toBe('401 INVALID_SESSION_ID')
  })

  test.each([
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [{ grant_type: 'client_credentials', client_id: 'x' }, 'invalid_client_id'],
    [{ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a.b.c' }, 'invalid_grant'],
  ])('%j is refused in the shape of OAuth', async (form, error) => {
    expect(await org.signIn(form)).toMatchObject({ status: 400, body: { error } })
  })
})

describe('SOQL', () => {
  test('selects along references, by ids of 15 and 18 characters', async () => {
    const { body } = await org.query(
      `SELECT Id, Name, Owner.Name, Owner.Email FROM Account WHERE Id = '${ACME.slice(0, 15)}'`,
    )
    expect(body).toMatchObject({
      totalSize: 1,
      done: true,
      records: [
        { Id: ACME, Name: 'Acme Corp', Owner: { Name: 'Olga Owner', Email: 'olga@meshline.example' } },
      ],
    })
  })

  test.each([
    ["Name = 'acme corp'", ['Acme Corp']],
    ["Name LIKE 'g%' OR Name = 'Acme Corp'", ['Acme Corp', 'Globex']],
    ["(Name LIKE '%e%' AND Tier__c = 'Business') OR Id = '001000000000000AAA'", ['Globex']],
    ["NOT Name LIKE 'g%'", ['Acme Corp']],
    [`Id NOT IN ('${ACME}')`, ['Globex']],
    [`Name IN ('Globex','Nobody')`, ['Globex']],
    ['SystemModstamp > 2026-10-01T00:00:00.000Z', ['Acme Corp']],
    ['MasterRecordId = null AND SystemModstamp <= 2026-10-01T00:00:00Z', ['Globex']],
    [String.raw`Name LIKE '%\_%' OR Name = 'it\'s'`, []],
  ])('WHERE %s', async (condition, found) => {
    expect(await names(`SELECT Name FROM Account WHERE ${condition} ORDER BY Name`)).toEqual(found)
  })

  test('counts, sorts and limits', async () => {
    expect((await org.query('SELECT COUNT() FROM Contact')).body).toEqual({
      totalSize: 3,
      done: true,
      records: [],
    })
    expect(await names('SELECT Name FROM Contact ORDER BY Name DESC LIMIT 1')).toEqual(['Priya Shah'])
  })

  test('finds what was deleted only by queryAll', async () => {
    org.sim.remove('Contact', DANA)
    const soql = `SELECT Name, IsDeleted FROM Contact WHERE Id = '${DANA}'`
    expect(await names(soql)).toEqual([])
    expect(await names(soql, 'queryAll')).toEqual(['Dana Reyes'])
  })

  test('hands a long answer out in parts', async () => {
    org.sim.batchRows(2)
    const { body } = await org.query('SELECT Id FROM Contact')
    expect(body).toMatchObject({ totalSize: 3, done: false })
    expect(body.records).toHaveLength(2)
    const rest = await org.call('GET', body.nextRecordsUrl)
    expect(rest.body).toMatchObject({ done: true })
    expect(rest.body.records).toHaveLength(1)
  })

  test.each([
    ['SELECT Nothing__c FROM Account', '400 INVALID_FIELD'],
    ['SELECT Id FROM Nothing__c', '400 INVALID_TYPE'],
    ["SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", '400 MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'it's'", '400 MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE SystemModstamp > '2026-10-01T00:00:00Z'", '400 INVALID_FIELD'],
    ['SELECT Id FROM Account WHERE', '400 MALFORMED_QUERY'],
  ])('%s is refused: %s', async (soql, code) => {
    expect(await codeOf(org.query(soql))).toBe(code)
  })
})

describe('a record', () => {
  const PATH = `${DATA}/sobjects/Case/${CASE}`
  const patch = (headers: object = {}) => org.call('PATCH', PATH, { body: { Priority: 'High' }, headers })

  test('saved without words is 204, and shows the change and its time', async () => {
    expect(await patch()).toMatchObject({ status: 204, body: null })
    const { body } = await org.call('GET', PATH)
    expect(body).toMatchObject({
      attributes: { type: 'Case' },
      Priority: 'High',
      LastModifiedDate: '2026-11-20T09:02:11.000+0000',
      SystemModstamp: '2026-11-20T09:02:11.000+0000',
    })
  })

  test('that somebody saved since is 412, a date that is none 400, and the same second passes', async () => {
    await patch()
    expect((await patch({ 'if-unmodified-since': 'Fri, 20 Nov 2026 09:02:10 GMT' })).status).toBe(412)
    expect((await patch({ 'if-unmodified-since': 'yesterday-ish' })).status).toBe(400)
    expect((await patch({ 'if-unmodified-since': 'Fri, 20 Nov 2026 09:02:11 GMT' })).status).toBe(204)
  })

  test('in an approval is locked', async () => {
    org.sim.lock(CASE.slice(0, 15))
    expect(await codeOf(patch())).toBe('400 ENTITY_IS_LOCKED')
    org.sim.unlock(CASE)
    expect((await patch()).status).toBe(204)
  })

  test('is created, deleted, and then known to be deleted', async () => {
    const { status, body } = await org.call('POST', `${DATA}/sobjects/Case`, { body: { Subject: 'Hello' } })
    expect({ status, success: body.success }).toEqual({ status: 201, success: true })
    const path = `${DATA}/sobjects/Case/${body.id}`
    expect((await org.call('DELETE', path)).status).toBe(204)
    expect(await codeOf(org.call('GET', path))).toBe('404 ENTITY_IS_DELETED')
    expect(await codeOf(org.call('GET', `${DATA}/sobjects/Case/500000000000000AAA`))).toBe('404 NOT_FOUND')
  })

  test('that was merged hands over what hung on it', () => {
    org.sim.merge('Account', GLOBEX, ACME)
    expect(org.sim.state.find('Account', ACME)).toMatchObject({ IsDeleted: true, MasterRecordId: GLOBEX })
    expect(org.sim.state.get('Contact', DANA).AccountId).toBe(GLOBEX)
  })

  test('has no field that nobody made', async () => {
    expect(await codeOf(org.call('PATCH', PATH, { body: { Nothing__c: 1 } }))).toBe('400 INVALID_FIELD')
  })
})

test('every call counts, and the last one of the day is refused', async () => {
  org.sim.apiLimit.set(20, 18)
  const path = `${DATA}/sobjects/Case/describe`
  const answers = [await org.call('GET', path), await org.call('GET', path), await org.call('GET', path)]
  expect(answers.map(({ headers }) => headers.get('sforce-limit-info'))).toEqual([
    'api-usage=19/20',
    'api-usage=20/20',
    null,
  ])
  expect(answers[2]).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] })
})

test('the control routes do what the methods do', async () => {
  const post = (path: string, body: object = {}) =>
    fetch(`${org.sim.url}/__sim${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect((await post('/records/Case', { Subject: 'From outside' })).status).toBe(200)
  expect((await post(`/records/Account/${ACME}`, { Name: 'Acme SE' })).status).toBe(200)
  expect((await post('/merge', { object: 'Account', winner: ACME, loser: GLOBEX })).status).toBe(200)
  expect((await post('/api-limit', { limit: 5 })).status).toBe(200)
  expect((await post('/senders', { kind: 'carrier-pigeon' })).status).toBe(400)
  const state = await (await fetch(`${org.sim.url}/__sim/state`)).json()
  expect(state.Case.at(-1)).toMatchObject({ Subject: 'From outside' })
  expect((await post('/reset')).status).toBe(200)
  expect(org.sim.state.all('Account').size).toBe(0)
})

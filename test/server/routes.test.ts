import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestMember } from '../support/meshline.ts'
import { proposalOf, runOf, startWorld, TICKET, type World } from '../support/world.ts'

/** Every route of the API and what it is. A route that is not listed fails the test: say first who may use it. */
const ROUTES: Readonly<Record<string, 'open' | 'reads' | 'writes' | 'decides'>> = {
  'POST /v1/session': 'open',
  'GET /v1/session': 'reads',
  'DELETE /v1/session': 'writes',
  'GET /v1/sessions': 'reads',
  'DELETE /v1/sessions/{id}': 'writes',
  'GET /v1/panel': 'reads',
  'POST /v1/records/sync': 'writes',
  'GET /v1/alerts': 'reads',
  // Says something of oneself, never of the clock.
  'POST /v1/alerts/{clockId}/acknowledgement': 'writes',
  'POST /v1/alerts/{clockId}/snooze': 'writes',
  'GET /v1/me/quiet-hours': 'reads',
  'PUT /v1/me/quiet-hours': 'writes',
  // Each says of oneself whether one is there, of nobody else.
  'GET /v1/me/presence': 'reads',
  'PUT /v1/me/presence': 'writes',
  'GET /v1/me/leaves': 'reads',
  'POST /v1/me/leaves': 'writes',
  'POST /v1/me/leaves/{id}/cancellation': 'writes',
  'GET /v1/audit': 'reads',
  'POST /v1/previews/{id}/decisions': 'decides',
  'POST /v1/effects/{id}/undo': 'decides',
  'POST /v1/identity/questions/{id}/answers': 'decides',
  'POST /v1/identity/answers/{id}/undo': 'decides',
  'POST /v1/items/{id}/assignment': 'decides',
  'POST /v1/items/{id}/owner': 'decides',
  'POST /v1/items/{id}/promise': 'decides',
  'GET /v1/people': 'reads',
  'GET /v1/sla/report': 'reads',
  'GET /v1/sources': 'reads',
  'GET /v1/signals': 'reads',
  'GET /v1/signals/{id}/body': 'reads',
  // Has facts read again and decides nothing; what follows from them waits for a person as it did.
  'POST /v1/signals/{id}/replay': 'writes',
  'GET /v1/validations': 'reads',
  'POST /v1/validations': 'writes',
  // A signature moves nothing; who may sign is asked in shared/may-sign.ts, for this route and the command.
  'POST /v1/validations/{id}/signature': 'writes',
  'GET /v1/policies/{kind}': 'reads',
  // Checks what is sent and writes nothing; a document does not fit into an address.
  'POST /v1/policies/{kind}/check': 'reads',
  // Who may is asked in shared/policy-check.ts, for this route and the command.
  'POST /v1/policies/{kind}': 'writes',
  'GET /v1/policies/routing/conflicts': 'reads',
  // A trial changes nothing but itself.
  'POST /v1/backtests': 'writes',
  'GET /v1/backtests/{id}': 'reads',
  'DELETE /v1/backtests/{id}': 'writes',
}

let world: World
let ana: TestMember
let vera: TestMember

beforeAll(async () => {
  world = await startWorld('sqlite')
  ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
  vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
  await world.inquiryArrives()
})
afterAll(() => world.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(world.meshline.url + path, { headers })

test('the description lists exactly the known routes', async () => {
  const { paths }: { paths: Record<string, object> } = await (await get('/openapi.json')).json()
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
  expect(described.toSorted()).toEqual(Object.keys(ROUTES).toSorted())
})

describe('a GET never decides, and nothing but a signed-in person does', () => {
  const deciding = Object.entries(ROUTES).filter(([, kind]) => kind === 'decides')

  test.each(deciding)('%s is not a GET', route => {
    expect(route.startsWith('POST ')).toBe(true)
  })

  test.each(Object.keys(ROUTES).filter(route => ROUTES[route] !== 'open'))(
    '%s without a session: 401',
    async route => {
      const [method = 'GET', path = ''] = route.split(' ')
      const response = await fetch(world.meshline.url + path.replace('{id}', 'x'), { method })
      expect(response.status).toBe(401)
      expect((await response.json()).type).toBe('urn:meshline:problem:signed-out')
    },
  )

  test('a token somebody made up: 401', async () => {
    expect((await get('/v1/session', { authorization: `Bearer mls_${'a'.repeat(43)}` })).status).toBe(401)
  })

  test('the stream needs a session too', async () => {
    expect((await get('/v1/stream')).status).toBe(401)
  })
})

describe('every route that decides asks mayDecide', () => {
  test('decisions: a viewer is refused, told why, and the attempt is audited', async () => {
    const preview = proposalOf(await world.panel(vera))
    for (const decision of ['approve', 'decline'] as const) {
      const before = await refusals('preview.decision-refused')
      const response = await world.decide(vera, preview, { decision })
      expect(response.status).toBe(403)
      expect((await response.json()).detail).toContain('billing-resolver')
      expect(await refusals('preview.decision-refused')).toBe(before + 1)
    }
    expect(proposalOf(await world.panel(vera)).state).toBe('proposed')
  })

  test('a refusal speaks the language of the browser', async () => {
    const { hash, id } = proposalOf(await world.panel(vera))
    const body = {
      decision: 'approve',
      previewHash: hash,
      record: TICKET,
      reason: { code: 'goodwill', text: '' },
    }
    const response = await fetch(`${world.meshline.url}/v1/previews/${id}/decisions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${vera.token}`,
        'content-type': 'application/json',
        'accept-language': 'de-AT',
      },
      body: JSON.stringify(body),
    })
    expect(await response.json()).toMatchObject({
      title: 'Ihre Rollen: viewer',
      detail: 'Nötig: Rolle billing-resolver',
    })
  })

  test('undo: a viewer is refused and the attempt is audited', async () => {
    await world.decide(ana, proposalOf(await world.panel(ana)))
    await world.settle()
    const effect = runOf(await world.panel(ana)).effects[1]
    const response = await vera.api.v1.effects[':id'].undo.$post({
      param: { id: effect?.id ?? '' },
      json: { record: TICKET, reason: { code: 'wrong-change', text: '' } },
    })
    expect(response.status).toBe(403)
    expect(await refusals('effect.undo-refused')).toBe(1)
  })

  test('a promise: a viewer is refused and the attempt is audited', async () => {
    const { item } = await world.panel(vera)
    const until = world.clock.now() + 60_000
    const response = await vera.api.v1.items[':id'].promise.$post({
      param: { id: item.id },
      json: { record: TICKET, until },
    })
    expect(response.status).toBe(403)
    expect(await refusals('item.promise-refused')).toBe(1)
  })

  async function refusals(action: string): Promise<number> {
    const rows = await world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select('seq')
      .where('action', '=', action)
      .where('outcome', '=', 'refused')
      .execute()
    return rows.length
  }
})

describe('a decision that is not complete', () => {
  const post = (path: string, body: string, type = 'application/json') =>
    fetch(world.meshline.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${ana.token}`, 'content-type': type },
      body,
    })

  test.each([
    ['no reason', { code: '', text: '' }, 422, 'invalid-request'],
    ['a reason not on the list', { code: 'because', text: '' }, 422, 'reason-needed'],
    ['“other” without words', { code: 'other', text: ' hm ' }, 422, 'reason-needed'],
  ])('%s', async (_what, reason, status, type) => {
    const fresh = await startWorld('sqlite')
    const resolver = await fresh.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await fresh.inquiryArrives()
    const response = await fresh.decide(resolver, proposalOf(await fresh.panel(resolver)), { reason })
    expect(response.status).toBe(status)
    expect((await response.json()).type).toBe(`urn:meshline:problem:${type}`)
    expect(proposalOf(await fresh.panel(resolver)).state).toBe('proposed')
    await fresh.close()
  })

  test('a preview nobody knows', async () => {
    const body = {
      decision: 'approve',
      previewHash: 'a'.repeat(64),
      record: TICKET,
      reason: { code: 'goodwill' },
    }
    expect((await post('/v1/previews/prv_none/decisions', JSON.stringify(body))).status).toBe(404)
  })

  test('for another record than the card was drawn for', async () => {
    const preview = proposalOf(await world.panel(ana))
    const response = await world.decide(ana, preview, { record: { ...TICKET, id: '35437' } })
    expect((await response.json()).type).toBe('urn:meshline:problem:wrong-record')
  })

  test.each([
    ['broken JSON', '{"decision":', 'application/json', 400, 'unreadable-body'],
    [
      'no JSON at all',
      'decision=approve',
      'application/x-www-form-urlencoded',
      415,
      'unsupported-media-type',
    ],
    ['an empty object', '{}', 'application/json', 422, 'invalid-request'],
    ['3 MB', JSON.stringify({ filler: 'x'.repeat(3_000_000) }), 'application/json', 413, 'body-too-large'],
  ])('%s: a problem that says what to do', async (_what, body, type, status, problem) => {
    const response = await post('/v1/previews/x/decisions', body, type)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect((await response.json()).type).toBe(`urn:meshline:problem:${problem}`)
  })
})

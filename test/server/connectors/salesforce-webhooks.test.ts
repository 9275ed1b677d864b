import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signMeshline } from '../../simulators/salesforce/signature.ts'
import { startMeshline, type TestMeshline } from '../../support/meshline.ts'

const SECRET = 'salesforce_secret_of_the_tests'

const payload = (name: string) =>
  readFileSync(new URL(`../../payloads/salesforce/${name}`, import.meta.url), 'utf8')

let meshline: TestMeshline
beforeAll(async () => {
  meshline = await startMeshline({
    database: 'sqlite',
    variables: { MESHLINE_SALESFORCE_WEBHOOK_SECRET: SECRET },
  })
})
afterAll(() => meshline.close())

const post = (
  body: string,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
) => fetch(`${meshline.url}/webhooks/salesforce${query}`, { method: 'POST', body, headers })

const sign = (body: string) => ({
  'x-meshline-signature': signMeshline(body, [SECRET], meshline.clock.now() / 1000),
})

const stored = () =>
  meshline.server.store.db
    .selectFrom('signals')
    .selectAll()
    .where('source', '=', 'salesforce')
    .orderBy('dedupe_key')
    .execute()

test('a signed callout is stored and answered in JSON', async () => {
  const body = payload('callout.flow.json')
  const response = await post(body, { headers: sign(body) })
  expect(await response.json()).toMatchObject({ received: true, duplicate: false })
  expect((await stored()).map(({ dedupe_key, body: text }) => [dedupe_key, text])).toEqual([
    ['a0K8d000004TzYqEAK-7', body],
  ])
})

test('an Outbound Message is stored once for each notification and acknowledged each time it comes', async () => {
  const body = payload('outbound_message.cases.xml')
  for (let time = 0; time < 2; time++) {
    const response = await post(body, { query: `?token=${SECRET}`, headers: { 'content-type': 'text/xml' } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/xml')
    expect(await response.text()).toContain('<Ack>true</Ack>')
  }
  const keys = (await stored()).map(({ dedupe_key }) => dedupe_key)
  expect(keys.filter(key => key.startsWith('04l'))).toEqual(['04l8d00000Ab1CdAAJ', '04l8d00000Ef2GhAAJ'])
})

test('without the secret nothing is stored and nothing acknowledged', async () => {
  const before = (await stored()).length
  const body = payload('outbound_message.cases.xml')
  for (const query of ['', '?token=another']) {
    const response = await post(body, { query })
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('Ack')
  }
  expect(await stored()).toHaveLength(before)
})

test('a message nobody can read is kept and not acknowledged', async () => {
  const response = await post('<soapenv:Envelope>', { query: `?token=${SECRET}` })
  expect(response.status).toBe(400)
  expect(await response.text()).not.toContain('Ack')
})

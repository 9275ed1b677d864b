import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { VENDORS } from '../../server/connectors/vendors.ts'
import { parseExactJson } from '../../shared/exact-json.ts'
import { type Sample, SIGNERS, samplesOf } from '../payloads/samples.ts'
import { DATABASES } from '../support/database.ts'
import { startMeshline, type TestMeshline } from '../support/meshline.ts'

const PUBLIC_URL = 'https://meshline.acme-support.test'
const SECRET = 'the-secret-of-all-the-samples'
/** These have no signature of their own, or are sampled in a place of their own. */
const SAMPLED_ELSEWHERE = ['salesforce']
const SOURCES = VENDORS.flatMap(({ source, secretVariable }) =>
  secretVariable && !SAMPLED_ELSEWHERE.includes(source) ? [{ source, secretVariable }] : [],
)
const Receipt = z.object({ id: z.string(), duplicate: z.boolean() })

describe.each(DATABASES)('every sample of a webhook, on %s', database => {
  let meshline: TestMeshline

  beforeAll(async () => {
    const secrets = SOURCES.map(({ secretVariable }) => [secretVariable, SECRET])
    const variables = { ...Object.fromEntries(secrets), MESHLINE_PUBLIC_URL: PUBLIC_URL }
    meshline = await startMeshline({ database, variables })
  })
  afterAll(() => meshline.close())

  const post = ({ source, file, body }: Sample, secret = SECRET) => {
    const path = `/webhooks/${source}`
    const now = meshline.clock.now()
    const headers = SIGNERS[source]?.({ body, secret, url: PUBLIC_URL + path, now, delivery: file })
    return fetch(meshline.url + path, { method: 'POST', body, ...(headers && { headers }) })
  }
  const signals = () => meshline.server.store.db.selectFrom('signals').selectAll().execute()

  test.each(SOURCES.flatMap(({ source }) => samplesOf(source)))(
    '$source/$file: forged is refused, genuine is stored once however often it comes',
    async sample => {
      const before = await signals()
      expect((await post(sample, 'the-secret-of-somebody-else')).status).toBe(401)
      expect(await signals()).toHaveLength(before.length)

      const first = await post(sample)
      const second = await post(sample)
      expect([first.status, second.status]).toEqual([200, 200])
      const [receipt, again] = [Receipt.parse(await first.json()), Receipt.parse(await second.json())]
      expect([receipt.duplicate, again.duplicate]).toEqual([false, true])

      const known = new Set(before.map(({ id }) => id))
      const stored = (await signals()).filter(({ id }) => !known.has(id))
      const events = eventsIn(sample)
      expect(stored).toHaveLength(events.length)
      expect(stored.map(({ id }) => id)).toContain(receipt.id)
      expect(stored.every(({ type }) => type !== 'unknown')).toBe(true)
      expect(stored.map(({ body }) => parseExactJson(body))).toEqual(expect.arrayContaining(events))
    },
  )

  test('the link that ends a Statuspage subscription is not in the database', async () => {
    const bodies = (await signals()).flatMap(({ source, body }) => (source === 'statuspage' ? [body] : []))
    expect(bodies.length).toBeGreaterThan(0)
    expect(bodies.join('\n')).not.toContain('unsubscribe0birch')
  })

  test('Opsgenie’s nanoseconds keep every digit', async () => {
    const keys = (await signals()).flatMap(({ source, dedupe_key }) =>
      source === 'opsgenie' ? [dedupe_key] : [],
    )
    expect(keys).toHaveLength(samplesOf('opsgenie').length)
    for (const key of keys) expect(key).toMatch(/:\d{19}$/)
  })

  test('what has no story yet is stored and ignored', async () => {
    const silent = (await signals()).filter(({ source }) =>
      ['pagerduty', 'opsgenie', 'statuspage'].includes(source),
    )
    expect(silent.length).toBeGreaterThan(8)
    expect(silent.every(({ state, subject }) => state === 'ignored' && subject === null)).toBe(true)
  })

  test('a token may stand in the address', async () => {
    const [sample] = samplesOf('opsgenie')
    const address = `${meshline.url}/webhooks/opsgenie?token=${SECRET}`
    const response = await fetch(address, { method: 'POST', body: sample?.body ?? '' })
    expect([response.status, Receipt.parse(await response.json()).duplicate]).toEqual([200, true])
  })

  test('pushed usage becomes records of their workspaces', async () => {
    await meshline.server.drain()
    const records = await meshline.server.store.db
      .selectFrom('source_records')
      .selectAll()
      .where('source', '=', 'usage')
      .orderBy('id')
      .execute()
    expect(records.map(({ id, gone, read_at, changed_at }) => [id, gone, read_at === changed_at])).toEqual([
      ['cedar.example', 0, true],
      ['ws_birch', 0, true],
    ])
    expect(records[0]?.fields).toContain('"count":0')
  })
})

/** The events of a body as they are stored. */
function eventsIn({ source, body }: Sample): unknown[] {
  const parsed = parseExactJson(body)
  if (source === 'hubspot') return z.array(z.unknown()).parse(parsed)
  if (source === 'usage') return z.object({ events: z.array(z.unknown()) }).parse(parsed).events
  if (source !== 'statuspage') return [parsed]
  const told = z.looseObject({ meta: z.looseObject({}) }).parse(parsed)
  return [{ ...told, meta: { ...told.meta, unsubscribe: null } }]
}

test('every source that takes webhooks has samples and a signer', () => {
  for (const { source } of SOURCES) {
    expect(samplesOf(source).length, source).toBeGreaterThan(0)
    expect(Object.keys(SIGNERS)).toContain(source)
  }
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SIGNERS } from '../../payloads/samples.ts'
import { DATABASES } from '../../support/database.ts'
import { HOUR, MINUTE } from '../../support/held-clock.ts'
import { startMeshline, type TestMeshline } from '../../support/meshline.ts'

const SECRET = 'the-usage-secret-of-the-tests'

describe.each(DATABASES)('pushed usage, on %s', database => {
  let meshline: TestMeshline
  beforeEach(async () => {
    meshline = await startMeshline({ database, variables: { MESHLINE_USAGE_WEBHOOK_SECRET: SECRET } })
  })
  afterEach(() => meshline.close())

  const push = async (...events: object[]) => {
    const body = JSON.stringify({ events })
    const now = meshline.clock.now()
    const url = `${meshline.url}/webhooks/usage`
    const headers = SIGNERS.usage?.({ body, secret: SECRET, url, now, delivery: '' }) ?? {}
    const response = await fetch(url, { method: 'POST', body, headers })
    await meshline.server.drain()
    return response
  }
  const event = (id: string, agoMs: number, more: object = {}) => ({
    id,
    account: { workspace_id: 'ws_acme', domain: 'acme.example' },
    at: new Date(meshline.clock.now() - agoMs).toISOString(),
    ...more,
  })
  const records = () => meshline.server.store.db.selectFrom('source_records').selectAll().execute()
  const states = async () =>
    (await meshline.server.store.db.selectFrom('signals').selectAll().execute()).map(({ state }) => state)

  test('the newest measure holds, in whatever order they come', async () => {
    await push(event('ev_new', HOUR, { active_users_14d: 9 }))
    await push(
      event('ev_old', 3 * HOUR, { active_users_14d: 4 }),
      event('ev_older', 5 * HOUR, { health: 10 }),
    )
    const [record, ...more] = await records()
    expect(more).toEqual([])
    expect(record).toMatchObject({ id: 'ws_acme', changed_at: meshline.clock.now() - HOUR, state: null })
    expect(JSON.parse(record?.fields ?? '')).toEqual([
      { field: 'usage_14d', content: { kind: 'count', count: 9 } },
    ])
    expect(await states()).toEqual(['processed', 'processed', 'processed'])
  })

  test('a clock that is ahead is visible on the record', async () => {
    await push(event('ev_1', -HOUR, { active_users_14d: 9 }))
    expect(await records()).toMatchObject([{ state: 'clock-ahead', changed_at: meshline.clock.now() }])
  })

  test('what cannot be used is told to somebody, and the rest is worked on', async () => {
    const response = await push(
      event('ev_good', MINUTE, { active_users_14d: 9 }),
      event('ev_bad', MINUTE, { health: 900 }),
    )
    expect(response.status).toBe(200)
    expect(await records()).toHaveLength(1)
    expect((await states()).toSorted()).toEqual(['processed', 'unreadable'])
    const exceptions = await meshline.server.store.db.selectFrom('exceptions').selectAll().execute()
    expect(exceptions.map(({ summary }) => summary)).toEqual([
      expect.stringContaining('ev_bad: health: must be 0 to 100'),
    ])
  })

  test('a request of which nothing can be used is answered with why', async () => {
    const response = await push(event('ev_bad', MINUTE, { health: 900 }))
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('ev_bad: health: must be 0 to 100')
    expect(await records()).toEqual([])
  })

  test('many workspaces in one request are each worked on', async () => {
    const events = Array.from({ length: 60 }, (_, at) => ({
      ...event(`ev_${at}`, MINUTE, { active_users_14d: at }),
      account: { workspace_id: `ws_${at}` },
    }))
    expect((await push(...events)).status).toBe(200)
    expect(await records()).toHaveLength(60)
  })
})

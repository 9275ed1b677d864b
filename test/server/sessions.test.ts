import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestMember } from '../support/meshline.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let ana: TestMember
let vera: TestMember

beforeAll(async () => {
  world = await startWorld('sqlite')
  ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
  vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
})
afterAll(() => world.close())

describe('sessions', () => {
  test('a pairing code works once', async () => {
    const paired = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const body = JSON.stringify({ code: 'AAAAA-AAAAA', device: 'x' })
    const response = await fetch(`${world.meshline.url}/v1/session`, { ...paired, body })
    expect(response.status).toBe(400)
    expect((await response.json()).type).toBe('urn:meshline:problem:pairing-failed')
  })

  test('a revoked session is signed out at once', async () => {
    const tom = await world.meshline.signIn('Tom Temp', ['viewer'])
    const sessions = await (await tom.api.v1.sessions.$get()).json()
    const id = 'sessions' in sessions ? sessions.sessions[0]?.id : undefined
    expect((await tom.api.v1.sessions[':id'].$delete({ param: { id: id ?? '' } })).status).toBe(204)
    expect((await tom.api.v1.session.$get()).status).toBe(401)
  })

  test('nobody can revoke another member’s session', async () => {
    const sessions = await (await ana.api.v1.sessions.$get()).json()
    const id = 'sessions' in sessions ? sessions.sessions[0]?.id : undefined
    expect((await vera.api.v1.sessions[':id'].$delete({ param: { id: id ?? '' } })).status).toBe(404)
    expect((await ana.api.v1.session.$get()).status).toBe(200)
  })

  test('tokens and codes are not in the database', async () => {
    const rows = await world.meshline.server.store.db.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(ana.token)
    expect(rows.every(({ token_hash }) => /^[0-9a-f]{64}$/.test(token_hash))).toBe(true)
  })
})

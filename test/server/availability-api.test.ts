import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DATABASES } from '../support/database.ts'
import { DAY, HOUR } from '../support/held-clock.ts'
import { startMeshline, type TestMember, type TestMeshline } from '../support/meshline.ts'

describe.each(DATABASES)('who is there, said by oneself, on %s', database => {
  let meshline: TestMeshline
  let ana: TestMember
  let ben: TestMember

  beforeAll(async () => {
    meshline = await startMeshline({ database })
    ana = await meshline.signIn('Ana Ruiz', ['billing-resolver'])
    ben = await meshline.signIn('Ben Okafor', ['billing-resolver'])
  })
  afterAll(() => meshline.close())

  const send = (member: TestMember, [method, path]: [string, string], body?: object) =>
    fetch(`${meshline.url}/v1/me/${path}`, {
      method,
      headers: { authorization: `Bearer ${member.token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  const leavesOf = async (member: TestMember) => {
    const { leaves }: { leaves: { id: string; startsAt: number }[] } = await (
      await send(member, ['GET', 'leaves'])
    ).json()
    return leaves
  }
  const take = async (member: TestMember, from: number, until: number, reason = '') => {
    const times = { startsAt: meshline.clock.now() + from, endsAt: meshline.clock.now() + until }
    const response = await send(member, ['POST', 'leaves'], { ...times, reason })
    return { status: response.status, body: await response.json() }
  }
  const takeBack = (member: TestMember, id: string) => send(member, ['POST', `leaves/${id}/cancellation`])
  const audited = async (action: string) =>
    meshline.server.store.db
      .selectFrom('audit_entries')
      .select(['outcome', 'summary', 'actor'])
      .where('action', '=', action)
      .orderBy('seq')
      .execute()
  const armed = async () =>
    (
      await meshline.server.store.db
        .selectFrom('timers')
        .select('subject_id')
        .where('kind', '=', 'leave-begins')
        .where('done_at', 'is', null)
        .execute()
    ).map(({ subject_id }) => subject_id)

  test('presence is mine alone, and noted as said by me', async () => {
    expect(await (await send(ana, ['GET', 'presence'])).json()).toEqual({ presence: 'available' })
    expect((await send(ana, ['PUT', 'presence'], { presence: 'away' })).status).toBe(200)
    expect(await (await send(ana, ['GET', 'presence'])).json()).toEqual({ presence: 'away' })
    expect(await (await send(ben, ['GET', 'presence'])).json()).toEqual({ presence: 'available' })
    expect((await send(ana, ['PUT', 'presence'], { presence: 'asleep' })).status).toBe(422)
    expect(await audited('member.availability')).toEqual([
      { outcome: 'done', summary: '{"presence":"away"}', actor: expect.stringContaining('"person"') },
    ])
    await send(ana, ['PUT', 'presence'], { presence: 'available' })
  })

  test('a leave is recorded, begins by a timer, and is taken back before; then it never begins', async () => {
    const { status, body } = await take(ana, DAY, 3 * DAY, 'holidays')
    expect(status).toBe(201)
    expect(await leavesOf(ana)).toMatchObject([{ id: body.id, reason: 'holidays' }])
    expect(await leavesOf(ben)).toEqual([])
    expect(await armed()).toEqual([body.id])
    expect((await takeBack(ben, body.id)).status).toBe(404)
    expect((await takeBack(ana, body.id)).status).toBe(204)
    expect((await takeBack(ana, body.id)).status).toBe(204)
    expect(await leavesOf(ana)).toEqual([])
    expect(await armed()).toEqual([])
    meshline.clock.advance(2 * DAY)
    await meshline.server.drain()
    expect(await audited('member.leave-begins')).toEqual([])
    const [first, again] = await audited('member.leave-cancelled')
    expect(first?.summary).toMatch(/ is taken back$/)
    expect(again?.summary).toMatch(/ had been taken back$/)
    expect(await audited('member.leave-cancel-refused')).toMatchObject([
      { outcome: 'refused', summary: 'No such leave of this member' },
    ])
  })

  test('refused, with words in the language of the browser: one that is over, or ends before it begins', async () => {
    expect(await take(ana, 2 * DAY, DAY)).toMatchObject({
      status: 422,
      body: { title: 'The leave ends before it begins' },
    })
    expect((await take(ana, -2 * DAY, -DAY)).body.title).toBe('That time is over')
    const { body } = await take(ana, 0, HOUR)
    meshline.clock.advance(2 * HOUR)
    const response = await fetch(`${meshline.url}/v1/me/leaves/${body.id}/cancellation`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ana.token}`, 'accept-language': 'de' },
    })
    expect(response.status).toBe(422)
    expect((await response.json()).title).toBe('Die Abwesenheit ist vorbei')
    expect((await audited('member.leave-refused')).map(({ summary }) => summary)).toEqual([
      'ends-before-it-starts',
      'over-already',
    ])
    expect((await audited('member.leave-cancel-refused')).at(-1)?.summary).toBe('The leave is over')
  })

  test('a time nobody means is no time', async () => {
    const endsAt = Number.MAX_SAFE_INTEGER
    expect((await send(ana, ['POST', 'leaves'], { startsAt: 0, endsAt, reason: '' })).status).toBe(422)
  })
})

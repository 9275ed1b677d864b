import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import { type MailedWorld, secondServer, startMailedWorld, WARNED_AFTER } from '../support/mailed-world.ts'
import type { TestMeshline } from '../support/meshline.ts'
import { SLA } from '../support/policies.ts'

// It is Friday 20 November 2026, 10:00 in Berlin; the office is open from nine to five. Four business hours are given
// for the first response: 80% are used up at 13:12, all at 14:00.
describe.each(DATABASES)('mails and the mail server, on %s', database => {
  let mailed: MailedWorld

  beforeEach(async () => {
    mailed = await startMailedWorld(database)
  })
  afterEach(() => mailed.close())

  test('a mail server that is down for an hour: sent after it, once', async () => {
    await mailed.later(WARNED_AFTER)
    mailed.mailbox.mails.length = 0
    await mailed.mailbox.stop()
    for (let minutes = 48; minutes < 108; minutes += 10) await mailed.later(10 * MINUTE)
    expect(await mailed.states()).toContainEqual(expect.stringMatching(/^missed queued .*ECONNREFUSED/))
    await mailed.mailbox.start()
    for (let minutes = 0; minutes < 60; minutes += 10) await mailed.later(10 * MINUTE)
    expect(mailed.mailbox.takeTo('Ana')).toHaveLength(1)
    expect(mailed.mailbox.takeTo('Sam')).toHaveLength(1)
  })

  test('a mail server that cannot just now is asked again, ever later', async () => {
    mailed.mailbox.refuseNext(451, 'Greylisted, try again later', 2)
    await mailed.later(WARNED_AFTER)
    await mailed.later(MINUTE)
    expect(mailed.mailbox.mails).toEqual([])
    await mailed.later(2 * MINUTE)
    expect(mailed.subjects()).toEqual(['Ana Ruiz: First response: 45 min left, Charged twice in October'])
    expect(await mailed.audited('mail.sent')).toEqual([`warned, to ${mailed.ana.id}: attempt 3`])
    expect(await mailed.exceptions()).toEqual([])
  })

  test('a mail server that never can: given up after twelve attempts, and somebody is told', async () => {
    await mailed.later(4 * HOUR)
    mailed.mailbox.mails.length = 0
    mailed.mailbox.refuseNext(451, 'Come back later', 1_000)
    await mailed.world.meshline.signIn('Rita Lang', ['rev-ops-lead'])
    await mailed.later(HOUR)
    for (let hours = 0; hours < 12; hours += 1) await mailed.later(HOUR)
    expect(await mailed.states()).toContainEqual(expect.stringContaining('bumped failed 451 Come back later'))
    expect(await mailed.audited('mail.failed')).toEqual([expect.stringMatching(/^After 12 attempts/)])
    expect(await mailed.exceptions()).toMatchObject([{ closed_at: null }])
  })

  test('an address that is refused: at once an exception with the words of the server, settled by the answer', async () => {
    mailed.mailbox.refuseNext(550, '<mailed.ana.ruiz@acme-support.test>: no such user')
    await mailed.later(WARNED_AFTER)
    await mailed.later(10 * MINUTE)
    expect(mailed.mailbox.mails).toEqual([])
    const [exception] = await mailed.exceptions()
    expect(exception?.summary).toContain('Ana Ruiz could not be told by mail: 550 (address): no such user.')
    expect(exception?.summary).toContain('Ana Ruiz war per Mail nicht zu erreichen')
    expect(exception).toMatchObject({
      item_id: (await mailed.world.panel(mailed.ana)).item.id,
      closed_at: null,
    })
    await mailed.reply()
    expect(await mailed.exceptions()).toMatchObject([{ cause: 'Done since' }])
  })

  test('died after it was accepted: it goes again, as the same message', async () => {
    mailed.mailbox.onAccepted = () => mailed.world.meshline.server.store.close()
    mailed.world.clock.advance(WARNED_AFTER)
    await expect(mailed.world.meshline.server.drain()).rejects.toThrow()
    expect(mailed.mailbox.mails).toHaveLength(1)
    mailed.mailbox.onAccepted = async () => {}
    const again = await secondServer(mailed, database)
    await again.server.drain()
    expect(mailed.mailbox.mails).toHaveLength(1)
    mailed.world.clock.advance(3 * MINUTE)
    await again.server.drain()
    const [first, second] = mailed.mailbox.mails
    expect(second?.messageId).toMatch(/^<mal_\w+@acme-support.test>$/)
    expect(second?.messageId).toBe(first?.messageId)
    await again.server.drain()
    expect(mailed.mailbox.mails).toHaveLength(2)
    await again.close()
  })
})

describe('by the settings of the server', () => {
  let mailed: MailedWorld
  afterEach(() => mailed.close())

  test('mail that is not set up is not sent, and that is written down', async () => {
    const variables = { MESHLINE_SMTP_URL: '', MESHLINE_MAIL_FROM: '' }
    mailed = await startMailedWorld('sqlite', { variables })
    await mailed.later(WARNED_AFTER)
    expect(await mailed.states()).toEqual(['warned dropped Mail is not set up'])
    expect(await mailed.audited('mail.dropped')).toEqual(['Mail is not set up'])
  })

  test('mails are in German', async () => {
    mailed = await startMailedWorld('sqlite', { variables: { MESHLINE_MAIL_LANGUAGE: 'de' } })
    await mailed.later(WARNED_AFTER)
    expect(mailed.subjects()).toEqual(['Ana Ruiz: Erste Antwort: noch 48 min, Charged twice in October'])
  })

  test('a rule that asks for no mail arms nothing and queues nothing', async () => {
    mailed = await startMailedWorld('sqlite', { policy: SLA })
    expect(await mailed.warningsArmed()).toBe(0)
    await mailed.later(5 * HOUR)
    expect(await mailed.states()).toEqual([])
  })

  test('a password that is not right any more is told at once, and the mails wait until it is', async () => {
    const login = { user: 'meshline', pass: 'right' }
    mailed = await startMailedWorld('sqlite', { login })
    login.pass = 'changed'
    await mailed.later(WARNED_AFTER)
    expect(await mailed.states()).toEqual([expect.stringMatching(/^warned queued .*535/)])
    const [told] = await mailed.exceptions()
    expect(told?.summary).toContain('The mail server does not let Meshline in')
    expect(told).toMatchObject({ item_id: null, closed_at: null })
    login.pass = 'right'
    await mailed.later(10 * MINUTE)
    expect(mailed.mailbox.mails).toHaveLength(1)
    expect(await mailed.exceptions()).toMatchObject([{ cause: 'A later mail went out' }])
  })
})

describe('two servers on one PostgreSQL', () => {
  let mailed: MailedWorld
  let second: TestMeshline

  beforeEach(async () => {
    mailed = await startMailedWorld('postgres')
    second = await secondServer(mailed, 'postgres')
  })
  afterEach(async () => {
    await second.close()
    await mailed.close()
  })

  test('send each mail once', async () => {
    for (const ms of [WARNED_AFTER, 48 * MINUTE]) {
      mailed.world.clock.advance(ms)
      for (let rounds = 0; rounds < 3; rounds += 1) {
        await Promise.all([mailed.world.meshline.server.drain(), second.server.drain()])
      }
    }
    expect(mailed.subjects().toSorted()).toEqual([
      'Ana Ruiz: First response missed: Charged twice in October',
      'Ana Ruiz: First response: 48 min left, Charged twice in October',
      'Sam Support: Now yours, First response missed: Charged twice in October',
    ])
  })
})

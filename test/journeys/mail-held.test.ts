import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deactivateMember } from '../../server/access/deactivate-member.ts'
import { acknowledgeAlert } from '../../server/alerts/acknowledge-alert.ts'
import { snoozeAlert } from '../../server/alerts/snooze-alert.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import { COMMAND, MAILED, type MailedWorld, startMailedWorld, WARNED_AFTER } from '../support/mailed-world.ts'
import { letHold, SLA } from '../support/policies.ts'
import { TICKET } from '../support/world.ts'

// It is Friday 20 November 2026, 10:00 in Berlin; the office is open from nine to five. Four business hours are given
// for the first response: 80% are used up at 13:12, all at 14:00.
describe.each(DATABASES)('mails are held back and left out, on %s', database => {
  let mailed: MailedWorld

  beforeEach(async () => {
    mailed = await startMailedWorld(database)
  })
  afterEach(() => mailed.close())

  test('acknowledged: no mail any more', async () => {
    const { id } = await mailed.firstResponse()
    await mailed.world.meshline.server.store.write(COMMAND, tx =>
      acknowledgeAlert(tx, { clockId: id, member: { id: mailed.ana.id, name: 'Ana Ruiz' } }),
    )
    await mailed.later(WARNED_AFTER)
    expect(mailed.mailbox.mails).toEqual([])
    expect(await mailed.audited('mail.dropped')).toEqual(['They have acknowledged it'])
  })

  test('put off: the mail waits until then, and is sent if nothing happened', async () => {
    const { id: clockId } = await mailed.firstResponse()
    const until = mailed.world.clock.now() + WARNED_AFTER + 18 * MINUTE
    const order = { clockId, member: { id: mailed.ana.id, name: 'Ana Ruiz' }, until, reason: 'lunch' }
    await mailed.world.meshline.server.store.write(COMMAND, tx => snoozeAlert(tx, order))
    await mailed.later(WARNED_AFTER)
    expect(mailed.mailbox.mails).toEqual([])
    await mailed.later(18 * MINUTE)
    expect(mailed.subjects()).toEqual(['Ana Ruiz: First response: 30 min left, Charged twice in October'])
  })

  test('quiet hours hold it back until they end', async () => {
    await mailed.quiet('13:00', '13:30')
    await mailed.later(WARNED_AFTER)
    expect(mailed.mailbox.mails).toEqual([])
    expect(await mailed.audited('mail.held')).toEqual([
      'Held back until 2026-11-20T12:30:00.000Z: their quiet hours',
    ])
    await mailed.later(18 * MINUTE)
    expect(mailed.subjects()).toEqual(['Ana Ruiz: First response: 30 min left, Charged twice in October'])
  })

  test('what was answered in quiet hours is left out when they end', async () => {
    await mailed.quiet('13:00', '13:30')
    await mailed.later(WARNED_AFTER)
    await mailed.later(MINUTE)
    await mailed.reply()
    await mailed.later(HOUR)
    expect(mailed.mailbox.mails).toEqual([])
    expect(await mailed.states()).toEqual(['warned dropped It was answered before'])
  })

  test('several moments in quiet hours are one mail, the last', async () => {
    await mailed.quiet('13:00', '16:00')
    await mailed.later(WARNED_AFTER)
    await mailed.later(48 * MINUTE)
    expect(mailed.subjects()).toEqual([
      'Sam Support: Now yours, First response missed: Charged twice in October',
    ])
    await mailed.later(2 * HOUR)
    expect(mailed.mailbox.takeTo('Ana').map(({ subject }) => subject)).toEqual([
      'First response missed: Charged twice in October',
    ])
    expect(await mailed.states()).toContain('warned dropped A later mail says more')
  })

  test('held back while it went to somebody else: not sent, as they have it now', async () => {
    const bea = await mailed.world.meshline.signIn('Bea Backup', ['billing-resolver'])
    await mailed.quiet('13:00', '13:30')
    await mailed.later(WARNED_AFTER)
    const { item } = await mailed.world.panel(mailed.ana)
    const answer = await mailed.ana.api.v1.items[':id'].owner.$post({
      param: { id: item.id },
      json: { record: TICKET, memberId: bea.id, reason: { code: 'wrong-person', text: '' } },
    })
    expect(answer.status).toBe(200)
    await mailed.later(20 * MINUTE)
    expect(await mailed.states()).toEqual(['warned dropped Somebody else has it now'])
  })

  test('held back while more time was given: not sent', async () => {
    await mailed.quiet('13:00', '16:00')
    await mailed.later(4 * HOUR)
    const rules = MAILED.rules.map(rule => ({
      ...rule,
      targets: { 'first-response': { unit: 'calendar' as const, within: { default: '3d' }, pausedIn: [] } },
    }))
    await letHold(mailed.world.meshline, 'sla', { rules })
    await mailed.world.settle()
    await mailed.later(2 * HOUR)
    expect(mailed.mailbox.takeTo('Ana')).toEqual([])
    expect(await mailed.states()).toContain('missed dropped There is more time now')
  })

  test('held back while the rule stopped asking for mail: not sent', async () => {
    await mailed.quiet('13:00', '13:30')
    await mailed.later(WARNED_AFTER)
    await letHold(mailed.world.meshline, 'sla', SLA)
    await mailed.world.settle()
    await mailed.later(20 * MINUTE)
    expect(await mailed.states()).toEqual(['warned dropped No rule asks for it any more'])
  })

  test('held back while they left: not sent', async () => {
    await mailed.quiet('13:00', '13:30')
    await mailed.later(WARNED_AFTER)
    await mailed.world.meshline.server.store.write(COMMAND, tx =>
      deactivateMember(tx, 'ana.ruiz@acme-support.test'),
    )
    await mailed.later(20 * MINUTE)
    expect(await mailed.states()).toEqual(['warned dropped They have left'])
  })

  test('a clock that stands still warns of nothing; the mail that waits goes when it goes on', async () => {
    const [rule] = MAILED.rules
    const target = { unit: 'business' as const, within: { default: '4h' }, pausedIn: ['pending'] }
    if (!rule) throw new Error('The policy has no rule')
    await letHold(mailed.world.meshline, 'sla', { rules: [{ ...rule, targets: { resolution: target } }] })
    await mailed.world.settle()
    await mailed.quiet('13:00', '13:30')
    await mailed.later(WARNED_AFTER)
    await mailed.later(MINUTE)
    await mailed.agent({ status: 'pending' })
    await mailed.later(HOUR)
    expect(await mailed.states()).toEqual(['warned queued the clock is paused'])
    await mailed.agent({ status: 'open' })
    expect(mailed.subjects()).toEqual(['Ana Ruiz: Resolution: 47 min left, Charged twice in October'])
  })

  test('solved while it stood still: the mail that waited is left out', async () => {
    const [rule] = MAILED.rules
    const target = { unit: 'business' as const, within: { default: '4h' }, pausedIn: ['pending'] }
    if (!rule) throw new Error('The policy has no rule')
    await letHold(mailed.world.meshline, 'sla', { rules: [{ ...rule, targets: { resolution: target } }] })
    await mailed.world.settle()
    await mailed.quiet('13:00', '13:30')
    await mailed.later(WARNED_AFTER)
    await mailed.later(MINUTE)
    await mailed.agent({ status: 'pending' })
    await mailed.later(HOUR)
    await mailed.agent({ status: 'solved' })
    expect(await mailed.states()).toEqual(['warned dropped It was answered before'])
  })
})

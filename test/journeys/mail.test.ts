import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setAvailability } from '../../server/access/set-availability.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import { COMMAND, MAILED, type MailedWorld, startMailedWorld, WARNED_AFTER } from '../support/mailed-world.ts'
import { letHold, SLA } from '../support/policies.ts'
import { TICKET_ID } from '../support/world.ts'

// It is Friday 20 November 2026, 10:00 in Berlin; the office is open from nine to five. Four business hours are given
// for the first response: 80% are used up at 13:12, all at 14:00.
describe.each(DATABASES)('owners are mailed, on %s', database => {
  let mailed: MailedWorld

  beforeEach(async () => {
    mailed = await startMailedWorld(database)
  })
  afterEach(() => mailed.close())

  test('at 80% the owner is mailed once: what is due when, for whom, why and where', async () => {
    await mailed.later(WARNED_AFTER - MINUTE)
    expect(mailed.mailbox.mails).toEqual([])
    await mailed.later(MINUTE)
    await mailed.world.settle()
    expect(mailed.subjects()).toEqual(['Ana Ruiz: First response: 48 min left, Charged twice in October'])
    const [mail] = mailed.mailbox.mails
    expect(mail).toMatchObject({ recipients: ['ana.ruiz@acme-support.test'] })
    expect(mail?.from).toBe('"Meshline" <alerts@acme-support.test>')
    expect(mail?.text).toContain(
      'First response is due 20 Nov 2026, 13:00 (UTC). 48 min of business hours left.',
    )
    expect(mail?.text).toContain('Rule: Everybody')
    expect(mail?.text).toMatch(/Customer: \S+/)
    expect(mail?.text).toMatch(new RegExp(`Open the ticket: https?://\\S+/${TICKET_ID}`))
    expect(await mailed.audited('mail.sent')).toEqual([`warned, to ${mailed.ana.id}: attempt 1`])
  })

  test('who has working hours reads the due time by their clock', async () => {
    await mailed.world.meshline.server.store.write(COMMAND, tx =>
      setAvailability(tx, 'ana.ruiz@acme-support.test', { calendar: 'office-berlin' }),
    )
    await mailed.later(WARNED_AFTER)
    expect(mailed.mailbox.mails[0]?.text).toContain('is due 20 Nov 2026, 14:00 (Europe/Berlin)')
  })

  test('missed: whoever had it is told, and whoever it goes up to, one mail each and step', async () => {
    await mailed.world.meshline.signIn('Rita Lang', ['rev-ops-lead'])
    await mailed.later(WARNED_AFTER)
    mailed.mailbox.mails.length = 0
    await mailed.later(48 * MINUTE)
    expect(mailed.subjects().toSorted()).toEqual([
      'Ana Ruiz: First response missed: Charged twice in October',
      'Sam Support: Now yours, First response missed: Charged twice in October',
    ])
    expect(mailed.mailbox.takeTo('Ana')[0]?.text).toContain('and was missed. Sam Support has it now.')
    expect(mailed.mailbox.takeTo('Sam')[0]?.text).toContain('so it went up to you')
    await mailed.later(HOUR)
    expect(mailed.subjects()).toEqual([
      'Rita Lang: Now yours, First response missed: Charged twice in October',
    ])
    await mailed.later(5 * HOUR)
    expect(mailed.mailbox.mails).toHaveLength(1)
  })

  test('answered in time: nobody is mailed, and nothing wakes for it', async () => {
    expect(await mailed.warningsArmed()).toBe(2)
    await mailed.later(HOUR)
    await mailed.reply()
    expect(await mailed.warningsArmed()).toBe(1)
    await mailed.later(5 * HOUR)
    expect(await mailed.states()).toEqual([])
  })

  test('shares that passed while nobody worked are one mail', async () => {
    const rules = MAILED.rules.map(rule => ({ ...rule, warnAt: [0.25, 0.5, 0.8] }))
    await letHold(mailed.world.meshline, 'sla', { rules })
    await mailed.world.settle()
    await mailed.later(WARNED_AFTER + 8 * MINUTE)
    expect(mailed.subjects()).toEqual(['Ana Ruiz: First response: 40 min left, Charged twice in October'])
  })

  test('a share and the end that passed while nobody worked are one mail', async () => {
    await mailed.later(5 * HOUR)
    expect(mailed.mailbox.takeTo('Ana').map(({ subject }) => subject)).toEqual([
      'First response missed: Charged twice in October',
    ])
  })

  test('a rule that begins to ask for mail tells of nothing that was reached before', async () => {
    await letHold(mailed.world.meshline, 'sla', SLA)
    await mailed.world.settle()
    await mailed.later(WARNED_AFTER + MINUTE)
    await letHold(mailed.world.meshline, 'sla', MAILED)
    await mailed.world.settle()
    expect(await mailed.states()).toEqual([])
  })

  test('the same webhook nine times is one mail', async () => {
    mailed.world.zendesk.webhooks.faults.duplicate({ times: 9 })
    await mailed.agent({ tags: ['billing', 'again'] })
    await mailed.later(WARNED_AFTER)
    await mailed.later(48 * MINUTE)
    expect(mailed.mailbox.takeTo('Ana')).toHaveLength(2)
    expect(mailed.mailbox.takeTo('Sam')).toHaveLength(1)
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TicketTimeline } from '../../../shared/ticket-timeline.ts'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import type { Fields } from '../../simulators/salesforce/change-record.ts'
import { INTEGRATION_USER } from '../../simulators/salesforce/state.ts'
import { HOUR, MINUTE } from '../../support/held-clock.ts'
import { type CaseDesk, startCaseDesk } from './salesforce-desk.ts'

const { ana, ben, billingQueue, openCase } = ACME_SALESFORCE

let desk: CaseDesk
beforeEach(async () => {
  desk = await startCaseDesk({ Priority: 'High' })
})
afterEach(() => desk.sim.close())

/** One line for each event: who, as what, did what. */
const lines = ({ events }: TicketTimeline) =>
  events.map(({ actor, change }) => {
    const { kind, ...rest } = change
    const said = 'group' in rest ? [rest.group?.name ?? '-', rest.assignee?.name ?? '-'] : Object.values(rest)
    return [actor.name, actor.kind, kind, ...said].join(' ')
  })

const later = (ms = MINUTE) => desk.clock.advance(ms)
const comment = (IsPublished: boolean, userId: string = ana) =>
  desk.sim.create('CaseComment', { ParentId: desk.caseId, IsPublished, CommentBody: 'Hello' }, userId)
const email = (fields: Fields) => desk.sim.create('EmailMessage', { ParentId: desk.caseId, ...fields })
const since = async () => lines(await desk.timeline()).slice(2)

test('a case nobody touched tells of its creation and of the queue it lies in', async () => {
  const timeline = await desk.timeline()
  expect(timeline.complete).toBe(true)
  expect(lines(timeline)).toEqual([
    'Olga Owner agent created New high',
    'Olga Owner agent assigned Support -',
  ])
})

test('status, priority, owner, comments and e-mails are told in order, each with who did it', async () => {
  later()
  desk.change({ OwnerId: ana }, ana)
  later()
  comment(false, ben)
  later()
  desk.change({ Status: 'Working' }, ana)
  later()
  comment(true)
  later()
  email({ Incoming: true, FromName: 'Dana Reyes', FromAddress: 'dana@acme.example', Status: '0' })
  later()
  desk.change({ Priority: 'Critical', OwnerId: billingQueue }, ben)
  later()
  email({ Incoming: false, Status: '3', MessageDate: new Date(desk.clock.now()).toISOString() })
  later()
  desk.change({ Status: 'Closed' }, ana)
  expect(await since()).toEqual([
    'Ana Ruiz agent assigned - Ana Ruiz',
    'Ben Okafor agent internal-note',
    'Ana Ruiz agent status New Working',
    'Ana Ruiz agent public-reply',
    'Dana Reyes customer public-reply',
    'Ben Okafor agent priority high urgent',
    'Ben Okafor agent assigned Billing -',
    'Olga Owner agent public-reply',
    'Ana Ruiz agent status Working closed',
  ])
})

test('it begins as its first changes say it was, not as it is now', async () => {
  const [created, assigned] = lines(await desk.timeline(openCase))
  expect([created, assigned]).toEqual([
    'Olga Owner agent created New normal',
    'Olga Owner agent assigned Support -',
  ])
})

test('what Meshline wrote is no agent’s reply, though it acts as a user', async () => {
  later()
  comment(true, INTEGRATION_USER)
  expect(await since()).toEqual(['Meshline Integration system public-reply'])
})

test.each([
  ['CspLitePortal', 'customer'],
  ['PowerCustomerSuccess', 'customer'],
  ['Guest', 'customer'],
  ['AutomatedProcess', 'system'],
])('a comment of a user of type %s is one of a %s', async (UserType, kind) => {
  const { Id } = desk.sim.create('User', { Name: 'Somebody', UserType, IsActive: true })
  later()
  comment(true, Id)
  expect(await since()).toEqual([`Somebody ${kind} public-reply`])
})

test('who may not be seen is neither an agent nor a customer', async () => {
  later()
  comment(true, '0055g00000NoBoDAAV')
  expect(await since()).toEqual([expect.stringMatching(/^User 0055g00000NoBoD\w+ system public-reply$/)])
})

test('an escalation rule’s deed is the rule’s, in whose name it ever runs', async () => {
  later()
  desk.change({ OwnerId: billingQueue }, ana)
  for (const row of desk.sim.state.all('CaseHistory').values()) {
    if (row.CaseId === desk.caseId && row.Field === 'Owner') row.Field = 'ownerEscalated'
  }
  expect(await since()).toEqual(['An escalation rule of Salesforce system assigned Billing -'])
})

describe('an e-mail', () => {
  test('that made the case is no reply', async () => {
    email({ Incoming: true, FromName: 'Dana Reyes', Status: '0' })
    expect(await since()).toEqual([])
  })

  test('that somebody is still writing has reached nobody', async () => {
    later()
    email({ Incoming: false, Status: '5' })
    expect(await since()).toEqual([])
  })

  test('that lay about as a draft counts from when it was sent', async () => {
    later()
    const sentAt = desk.clock.now() + HOUR
    email({ Incoming: false, Status: '3', MessageDate: new Date(sentAt).toISOString() })
    expect((await desk.timeline()).events.at(-1)?.at).toBe(sentAt)
  })

  test('that was deleted was never sent', async () => {
    later()
    const { Id } = email({ Incoming: false, Status: '3' })
    desk.sim.remove('EmailMessage', Id)
    expect(await since()).toEqual([])
  })
})

describe('a history that does not tell it all', () => {
  test('of a status nobody tracks: when it was closed the case knows itself', async () => {
    desk.sim.state.untracked.add('Status')
    later(HOUR)
    desk.change({ Status: 'Closed' }, ana)
    const timeline = await desk.timeline()
    expect(timeline.complete).toBe(false)
    expect(lines(timeline)).toEqual([
      'Olga Owner agent created New high',
      'Olga Owner agent assigned Support -',
      'Salesforce system status New closed',
    ])
    expect(timeline.events.at(-1)?.at).toBe(desk.clock.now())
  })

  test('with a gap says so', async () => {
    later()
    desk.change({ Status: 'Working' }, ana)
    desk.sim.state.untracked.add('Status')
    desk.change({ Status: 'Escalated' }, ana)
    desk.sim.state.untracked.delete('Status')
    later()
    desk.change({ Status: 'On Hold' }, ana)
    const timeline = await desk.timeline()
    expect(timeline.complete).toBe(false)
    expect(lines(timeline).at(-1)).toBe('Ana Ruiz agent status Escalated On Hold')
  })

  test('that may not be seen says so', async () => {
    desk.sim.state.schema.hideObject('CaseHistory')
    expect(await desk.timeline()).toMatchObject({ complete: false, events: [{}, {}] })
  })

  test('that Salesforce cut says so', async () => {
    later()
    desk.change({ Status: 'Working' }, ana)
    desk.sim.childRows(1)
    later()
    desk.change({ Status: 'On Hold' }, ana)
    const timeline = await desk.timeline()
    expect(timeline.complete).toBe(false)
    expect(lines(timeline).at(-1)).toBe('Ana Ruiz agent status Working On Hold')
  })
})

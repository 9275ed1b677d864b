import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { IdentityAnswer, IdentityQuestion } from '../../shared/identity-question.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import { makeCharge } from '../simulators/stripe/charge.ts'
import { makeCustomer } from '../simulators/stripe/customer.ts'
import { makeUser } from '../simulators/zendesk/people.ts'
import { DATABASES } from '../support/database.ts'
import type { TestMember } from '../support/meshline.ts'
import { TICKET as ACME_TICKET, readPanelOf, startWorld, type World } from '../support/world.ts'

const SHARED = 'accounts@holding.example'
const TICKET = { host: 'zendesk', type: 'ticket', id: '40100' } as const

describe.each(DATABASES)('whose is it, on %s', database => {
  let world: World
  let ana: TestMember
  let ben: TestMember
  let vera: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    ben = await world.meshline.signIn('Ben Okafor', ['support-manager'])
    vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
    await twoCustomersWithOneAddress()
  })
  afterEach(() => world.close())

  /** Two billing customers go by one address, and somebody writes from it; the bank asks about one's charge. */
  async function twoCustomersWithOneAddress() {
    billingCustomers(SHARED, ['North', 'South'])
    customerWrites(SHARED, 900_901, TICKET.id)
    await world.settle()
    world.stripe.openInquiry('ch_Northagain', { id: 'du_north' })
    await world.settle()
  }

  function billingCustomers(email: string, names: readonly string[]) {
    const { stripe, clock } = world
    const created = Math.floor(clock.now() / 1000) - 7_200
    for (const name of names) {
      const id = `cus_${name.toLowerCase()}`
      stripe.state.customers.set(id, makeCustomer({ id, name: `${name} Ltd`, email, created }))
      for (const [index, part] of ['first', 'again'].entries()) {
        const charge = { id: `ch_${name}${part}`, customer: id, amount: 4900, email }
        stripe.state.charges.set(charge.id, makeCharge({ ...charge, created: created + index * 60 }))
      }
    }
  }

  function customerWrites(email: string, userId: number, ticketId: string) {
    const { zendesk } = world
    zendesk.state.users.set(userId, makeUser({ id: userId, name: 'Sam Both', email }))
    const writing = { subject: 'Charged twice', body: 'Please refund one.', tags: ['billing'] }
    zendesk.customerWrites({ ticketId: Number(ticketId), requesterId: userId, ...writing })
  }

  const panel = (record: RecordRef = TICKET) => readPanelOf(ana, record)
  const question = async (record: RecordRef = TICKET): Promise<IdentityQuestion> => {
    const [first] = (await panel(record)).identityQuestions
    if (!first) throw new Error('Nothing is asked')
    return first
  }

  function post(member: TestMember, path: string, body: object): Promise<Response> {
    return fetch(world.meshline.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
      body: JSON.stringify(body),
    })
  }

  async function say(member: TestMember, label: string | null, change: object = {}): Promise<Response> {
    const { id, choices } = await question()
    const chosen = choices.find(choice => choice.label === label)?.record ?? null
    const reason = { code: 'asked-the-customer', text: '' }
    return post(member, `/v1/identity/questions/${id}/answers`, { record: TICKET, chosen, reason, ...change })
  }

  const answerIn = async (response: Response): Promise<IdentityAnswer> => {
    expect(response.status).toBe(200)
    const { answer }: { answer: IdentityAnswer } = await response.json()
    return answer
  }
  const problemIn = async (response: Response): Promise<string> => {
    const { type }: { type: string } = await response.json()
    return type.replace('urn:meshline:problem:', '')
  }

  test('two accounts match: both are offered, neither is taken, and no money is proposed on the ticket', async () => {
    const shown = await panel()
    expect(shown.identityQuestions).toMatchObject([{ sharedKind: 'email', shared: SHARED }])
    expect(shown.identityQuestions[0]?.choices.map(({ label }) => label).toSorted()).toEqual([
      'North Ltd',
      'South Ltd',
    ])
    expect(shown.previews).toEqual([])
    expect(shown.exceptions).toMatchObject([{ kind: 'ambiguous-identity', closedAt: null }])
  })

  test('answered: ticket and inquiry become one matter, and the refund is proposed', async () => {
    const answer = await answerIn(await say(ben, 'North Ltd'))
    expect(answer).toMatchObject({ label: 'North Ltd', person: { name: 'Ben Okafor' }, undone: null })
    await world.settle()
    const shown = await panel()
    expect(shown.identityQuestions).toEqual([])
    expect(shown.identityAnswers).toMatchObject([{ id: answer.id }])
    expect(shown.item.links.map(({ type }) => type).toSorted()).toEqual(['dispute', 'ticket'])
    expect(shown.previews[0]?.preview).toMatchObject({ state: 'proposed' })
    expect(shown.exceptions.filter(({ closedAt }) => closedAt === null)).toEqual([])
  })

  test('answered, where the inquiry was there before the ticket: one matter, and its proposal moves along', async () => {
    const ticket = { host: 'zendesk', type: 'ticket', id: '40102' } as const
    billingCustomers('pay@twins.example', ['East', 'West'])
    world.stripe.openInquiry('ch_Eastagain', { id: 'du_east' })
    await world.settle()
    customerWrites('pay@twins.example', 900_903, ticket.id)
    await world.settle()
    const { id, choices } = await question(ticket)
    const chosen = choices.find(({ label }) => label === 'East Ltd')?.record
    const reason = { code: 'records-match', text: '' }
    await answerIn(
      await post(ana, `/v1/identity/questions/${id}/answers`, { record: ticket, chosen, reason }),
    )
    await world.settle()
    const shown = await panel(ticket)
    expect(shown.item.links.map(({ type }) => type).toSorted()).toEqual(['dispute', 'ticket'])
    expect(shown.previews[0]?.preview).toMatchObject({ state: 'proposed' })
    expect(shown.exceptions.filter(({ closedAt }) => closedAt === null)).toEqual([])
  })

  test('taken back: what was joined is apart again, the proposal of money is gone, and it is asked anew', async () => {
    const answer = await answerIn(await say(ben, 'North Ltd'))
    const reason = { code: 'wrong-account', text: '' }
    const undone = await answerIn(
      await post(ana, `/v1/identity/answers/${answer.id}/undo`, { record: TICKET, reason }),
    )
    expect(undone.undone).toMatchObject({ person: { name: 'Ana Ruiz' } })
    await world.settle()
    const shown = await panel()
    expect(shown.identityQuestions).toMatchObject([{ shared: SHARED }])
    expect(shown.item.links.map(({ type }) => type)).toEqual(['ticket'])
    expect(shown.previews.filter(({ preview }) => preview.state === 'proposed')).toEqual([])
    const again = await post(ana, `/v1/identity/answers/${answer.id}/undo`, { record: TICKET, reason })
    expect(await problemIn(again)).toBe('already-answered')
  })

  test('none of these: the customer stays on their own, and is not asked about again', async () => {
    expect(await answerIn(await say(ana, null))).toMatchObject({ chosen: null })
    await world.settle()
    const shown = await panel()
    expect(shown.identityQuestions).toEqual([])
    expect(shown.account?.fields.find(({ field }) => field === 'plan')).toBeUndefined()
  })

  test('somebody new who writes from a company’s domain is asked about, and casts no doubt on the company', async () => {
    await world.inquiryArrives()
    world.zendesk.state.users.set(
      900_902,
      makeUser({ id: 900_902, name: 'New Hire', email: 'new.hire@acme.example' }),
    )
    const ticket = { host: 'zendesk', type: 'ticket', id: '40101' } as const
    const writing = { subject: 'Refund?', body: 'Please.', tags: ['billing'] }
    world.zendesk.customerWrites({ ticketId: 40_101, requesterId: 900_902, ...writing })
    await world.settle()
    expect((await readPanelOf(ana, ticket)).identityQuestions).toMatchObject([
      { sharedKind: 'domain', shared: 'acme.example', choices: [{ label: 'Acme Corp' }] },
    ])
    await post(ana, '/v1/records/sync', { record: ACME_TICKET })
    const acme = await world.panel(ana)
    expect(acme.identityQuestions).toEqual([])
    expect(acme.previews[0]?.preview).toMatchObject({ state: 'proposed' })
  })

  test('the answer holds when the vendors are read again', async () => {
    await answerIn(await say(ana, 'South Ltd'))
    await post(ana, '/v1/records/sync', { record: TICKET })
    await world.settle()
    const shown = await panel()
    expect(shown.identityQuestions).toEqual([])
    expect(shown.sources?.accounts.map(({ name }) => name.id).toSorted()).toEqual(['900901', 'cus_south'])
  })

  test('two people at once: one answer counts, the other is told whose', async () => {
    const { id, choices } = await question()
    const body = (label: string) => ({
      record: TICKET,
      chosen: choices.find(choice => choice.label === label)?.record,
      reason: { code: 'records-match', text: '' },
    })
    const responses = await Promise.all([
      post(ana, `/v1/identity/questions/${id}/answers`, body('North Ltd')),
      post(ben, `/v1/identity/questions/${id}/answers`, body('South Ltd')),
    ])
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 409]))
    const loser = responses.find(({ status }) => status === 409)
    expect(await loser?.json()).toMatchObject({
      type: 'urn:meshline:problem:already-answered',
      title: expect.stringMatching(/Ana Ruiz: North Ltd|Ben Okafor: South Ltd/),
    })
  })

  test('a viewer, another record, no reason and an account that was never offered are refused and audited', async () => {
    expect(await problemIn(await say(vera, 'North Ltd'))).toBe('not-allowed')
    expect(await problemIn(await say(ana, 'North Ltd', { record: { ...TICKET, id: '35437' } }))).toBe(
      'wrong-record',
    )
    expect(await problemIn(await say(ana, 'North Ltd', { reason: { code: 'other', text: '' } }))).toBe(
      'reason-needed',
    )
    const stranger = { source: 'stripe', type: 'customer', id: 'cus_QXg1o8vcGmoR32' }
    expect(await problemIn(await say(ana, null, { chosen: stranger }))).toBe('invalid-request')
    const refused = await world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select('seq')
      .where('action', '=', 'identity.answer-refused')
      .execute()
    expect(refused).toHaveLength(4)
    expect(await question()).toBeTruthy()
  })
})

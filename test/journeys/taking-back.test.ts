import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../support/database.ts'
import type { TestMember } from '../support/meshline.ts'
import { internalNotes, proposalOf, startWorld, TICKET, TICKET_ID, type World } from '../support/world.ts'

describe.each(DATABASES)('taking back, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await world.inquiryArrives()
    expect((await world.decide(ana, proposalOf(await world.panel(ana)))).status).toBe(200)
    await world.settle()
  })
  afterEach(() => world.close())

  const refunds = () => [...world.stripe.state.refunds.values()]
  const undo = async (member: TestMember, position: number, reason = { code: 'wrong-change', text: '' }) => {
    const effect = runsEffect(await world.panel(ana), position)
    return member.api.v1.effects[':id'].undo.$post({
      param: { id: effect.id },
      json: { record: TICKET, reason },
    })
  }

  function runsEffect(panel: Awaited<ReturnType<World['panel']>>, position: number) {
    const effect = panel.runs.find(({ effects }) => effects.length === 3)?.effects[position]
    if (!effect) throw new Error(`There is no effect at ${position}`)
    return effect
  }

  test('the ticket change is set back, and a note says who did it', async () => {
    expect((await undo(ana, 1)).status).toBe(200)
    await world.settle()
    expect(world.zendesk.state.ticket(TICKET_ID)).toMatchObject({
      status: 'open',
      tags: ['billing', 'vip'],
    })
    expect(internalNotes(world)[1]).toContain('Taken back by Ana Ruiz')
    expect(runsEffect(await world.panel(ana), 1).state).toBe('undone')
    expect((await undo(ana, 1)).status).toBe(409)
  })

  test('the refund is never offered an undo, and says why', async () => {
    expect(runsEffect(await world.panel(ana), 0).undo).toEqual({
      kind: 'not-offered',
      why: expect.objectContaining({ en: expect.stringContaining('cannot be taken back') }),
    })
    expect((await undo(ana, 0)).status).toBe(409)
    expect(refunds()).toMatchObject([{ status: 'succeeded' }])
  })

  test('changed by a person since: the undo overwrites nothing and says so', async () => {
    world.zendesk.agentUpdates(TICKET_ID, { status: 'solved' })
    await undo(ana, 1)
    await world.settle()
    expect(world.zendesk.state.ticket(TICKET_ID).status).toBe('solved')
    expect((await world.panel(ana)).exceptions).toMatchObject([
      { kind: 'effect-refused', summary: { en: expect.stringContaining('was changed meanwhile') } },
    ])
  })

  test('twice at once: taken back once', async () => {
    const answers = await Promise.all([undo(ana, 1), undo(ana, 1)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  test('who may not approve may not take back', async () => {
    const vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
    expect((await undo(vera, 1)).status).toBe(403)
  })
})

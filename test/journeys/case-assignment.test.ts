import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setAvailability } from '../../server/access/set-availability.ts'
import { ACME_SALESFORCE } from '../simulators/salesforce/acme.ts'
import { type CaseWorld, startCaseWorld } from '../support/case-world.ts'
import { DATABASES } from '../support/database.ts'
import { MINUTE, SECOND } from '../support/held-clock.ts'
import { runOf } from '../support/world.ts'

const { ana: ANA, ben: BEN, billingQueue, supportQueue } = ACME_SALESFORCE

describe.each(DATABASES)('a case, given to its owner in Salesforce by one press, on %s', database => {
  let world: CaseWorld

  beforeEach(async () => {
    world = await startCaseWorld(database)
  })
  afterEach(() => world.close())

  const assign = async () => {
    const { item } = await world.seen()
    const json = { record: world.record() }
    return world.ana.api.v1.items[':id'].assignment.$post({ param: { id: item.id }, json })
  }
  const written = () =>
    world.crm.requests.of('PATCH', `/services/data/v66.0/sobjects/Case/${world.record().id}`)
  const owner = () => world.crm.state.get('Case', world.record().id).OwnerId

  test('lies with them in Salesforce, once however often it is pressed, and can be given back', async () => {
    const answers = await Promise.all([assign(), assign()])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409])
    await world.settle()
    expect(owner()).toBe(ANA)
    expect((await world.seen()).routing).toMatchObject({ place: { assignee: 'Ana Ruiz' }, agrees: true })
    expect(written()).toHaveLength(1)
    const run = runOf(await world.seen())
    expect(run).toMatchObject({ automation: 'routing-suggestion', state: 'done' })
    expect(run.effects[0]?.planned.title.en).toBe('Assign the case to Ana Ruiz')
    world.clock.advance(SECOND)
    const undo = await world.ana.api.v1.effects[':id'].undo.$post({
      param: { id: run.effects[0]?.id ?? '' },
      json: { record: world.record(), reason: { code: 'wrong-change', text: '' } },
    })
    expect(undo.status).toBe(200)
    await world.settle()
    expect(owner()).toBe(supportQueue)
  })

  test('what comes back of it is known to be ours', async () => {
    await assign()
    await world.settle()
    const ours = await world.meshline.server.store.db
      .selectFrom('signals')
      .select(['type', 'subject'])
      .where('from_us', '=', 1)
      .execute()
    expect(ours).toEqual([{ type: 'case.update', subject: `case:${world.record().id}` }])
  })

  test('goes to the team’s queue where nobody can take it now', async () => {
    await world.meshline.server.store.write({ kind: 'command', user: 'test' }, tx =>
      setAvailability(tx, 'ana.ruiz@acme-support.test', { presence: 'away' }),
    )
    await world.opens({ Subject: 'Another invoice', Priority: 'High' })
    expect((await world.seen()).ownership.person).toBeNull()
    expect((await assign()).status).toBe(202)
    await world.settle()
    expect(owner()).toBe(billingQueue)
    expect((await world.seen()).routing).toMatchObject({ place: { group: 'Billing' }, agrees: true })
  })

  test('changed by a colleague between the press and the call: left alone, and said', async () => {
    expect((await assign()).status).toBe(202)
    world.crm.update('Case', world.record().id, { OwnerId: BEN }, BEN)
    await world.settle()
    expect(owner()).toBe(BEN)
    const run = runOf(await world.seen())
    expect(run.state).toBe('failed')
    expect(run.effects[0]?.problem).toEqual({
      en: 'The case was changed meanwhile by Ben Okafor; it lies with Ben Okafor. Nothing was overwritten.',
      de: expect.stringContaining('Nichts wurde überschrieben'),
    })
  })

  test('whose answer is lost is settled by looking, not by writing again', async () => {
    world.crm.faults.answerLost({ method: 'PATCH' })
    await assign()
    await world.settle()
    await world.later(5 * MINUTE)
    expect(runOf(await world.seen()).state).toBe('done')
    expect(owner()).toBe(ANA)
    expect(written()).toHaveLength(1)
  })
})

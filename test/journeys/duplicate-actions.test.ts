import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../server/connectors/connect.ts'
import { readSettings } from '../../server/env.ts'
import { workOut } from '../../server/gates/plan.ts'
import { proposePreview } from '../../server/gates/propose-preview.ts'
import { ensureAutomation } from '../../server/gates/publish-automation.ts'
import { latestAutomation } from '../../server/gates/store.ts'
import { linksOfItem, readItem } from '../../server/ownership/store.ts'
import { planRefund } from '../../server/playbooks/billing-inquiry-refund.ts'
import type { Tx } from '../../server/store/store.ts'
import { DATABASES } from '../support/database.ts'
import type { TestMember } from '../support/meshline.ts'
import { proposalOf, readPanelOf, startWorld, vendorVariables, type World } from '../support/world.ts'

const SECOND_TICKET = { host: 'zendesk', type: 'ticket', id: '40200' } as const
const JOB = { kind: 'job', name: 'test' } as const

describe.each(DATABASES)('two automations want the same, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await world.inquiryArrives()
    world.zendesk.customerWrites({
      ticketId: Number(SECOND_TICKET.id),
      requesterId: 900555,
      subject: 'The refund, once more',
      body: 'Any news?',
      tags: ['billing'],
    })
    await world.settle()
  })
  afterEach(() => world.close())

  /** Another automation, on another ticket of the same customer, plans a refund of the same charge. */
  async function secondAutomationPlans(
    tx: Tx,
    { first, second }: Record<'first' | 'second', string>,
  ): Promise<void> {
    await ensureAutomation(tx, 'goodwill-refund')
    const automation = await latestAutomation(tx.db, 'goodwill-refund')
    if (!automation) throw new Error('The automation is not there')
    const links = await linksOfItem(tx.db, first)
    const item = await readItem(tx.db, first)
    const plan = await planRefund(tx.db, { automation, item, links, ownRunId: null, now: tx.now })
    if (!plan) throw new Error('There is nothing to refund')
    const settings = readSettings({
      MESHLINE_DATA_DIR: tmpdir(),
      ...vendorVariables(world.stripe, world.zendesk),
    })
    const connectors = connect(settings, world.clock.now)
    await proposePreview(tx, second, await workOut(tx.db, connectors, { itemId: second, plan }))
    // The pipeline audits the reading that led here; this stands for it.
    await tx.audit({
      action: 'test.planned',
      outcome: 'done',
      subject: { kind: 'item', id: second },
      itemId: second,
      summary: '',
    })
  }

  async function secondPlans(): Promise<void> {
    const first = (await world.panel(ana)).item.id
    const second = (await readPanelOf(ana, SECOND_TICKET)).item.id
    await world.meshline.server.store.write(JOB, tx => secondAutomationPlans(tx, { first, second }))
  }

  test('the second proposes nothing, is told who was first, and both items have it in the audit log', async () => {
    await secondPlans()
    const second = await readPanelOf(ana, SECOND_TICKET)
    expect(second.previews).toEqual([])
    expect(second.exceptions).toMatchObject([
      {
        kind: 'duplicate-action',
        summary: { en: expect.stringContaining('billing-inquiry-refund was first') },
      },
    ])
    const noted = await world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select('item_id')
      .where('action', '=', 'preview.held-off')
      .execute()
    const first = await world.panel(ana)
    expect(new Set(noted.map(({ item_id }) => item_id))).toEqual(new Set([first.item.id, second.item.id]))
  })

  test('asked again and again, it is told once', async () => {
    await secondPlans()
    await secondPlans()
    const noted = await world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select('seq')
      .where('action', '=', 'preview.held-off')
      .execute()
    expect(noted).toHaveLength(2)
  })

  test('declined by a person, the first one is out of the way', async () => {
    await secondPlans()
    const reason = { code: 'needs-specialist', text: '' }
    await world.decide(ana, proposalOf(await world.panel(ana)), { decision: 'decline', reason })
    await secondPlans()
    const second = await readPanelOf(ana, SECOND_TICKET)
    expect(second.previews[0]?.preview).toMatchObject({ automation: 'goodwill-refund', state: 'proposed' })
    expect(second.exceptions).toMatchObject([{ kind: 'duplicate-action', closedAt: expect.any(Number) }])
  })

  test('approved and refunded by the first, the second is blocked by the refund itself', async () => {
    await world.decide(ana, proposalOf(await world.panel(ana)))
    await world.settle()
    await expect(secondPlans()).rejects.toThrow('There is nothing to refund')
    expect(world.stripe.requests.of('POST', '/v1/refunds')).toHaveLength(1)
  })
})

import { expect } from 'vitest'
import type { KnownPanel } from '../../shared/panel.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import { RoutingPolicy } from '../../shared/routing-policy.ts'
import { SlaPolicy } from '../../shared/sla-policy.ts'
import { ACME_SALESFORCE } from '../simulators/salesforce/acme.ts'
import type { Fields } from '../simulators/salesforce/change-record.ts'
import type { SalesforceSimulator } from '../simulators/salesforce/simulator.ts'
import type { DatabaseKind } from './database.ts'
import type { TestMember } from './meshline.ts'
import { letHold } from './policies.ts'
import { readPanelOf, startWorld, type World } from './world.ts'

const { account, dana, ana: ANA, ben: BEN, supportQueue } = ACME_SALESFORCE

const rule = (name: string, when: object, assign: object) => ({
  name,
  title: name,
  owner: null,
  when,
  assign,
})
const ROUTING = RoutingPolicy.parse({
  teams: [{ name: 'billing', role: 'billing-resolver', groups: { salesforce: 'Billing' } }],
  rules: [
    rule(
      'urgent-invoices',
      {
        all: [
          { field: 'ticket.priority', operator: 'is', value: 'high' },
          { field: 'ticket.subject', operator: 'includes', value: ['invoice'] },
        ],
      },
      { role: 'billing-resolver', team: 'billing' },
    ),
    rule('everything-else', {}, { role: 'support-manager' }),
  ],
})
const SLA = SlaPolicy.parse({
  rules: [
    {
      name: 'cases',
      title: 'Cases',
      owner: 'rita@acme.test',
      when: {},
      targets: {
        'first-response': { unit: 'calendar', within: { default: '8h', high: '2h' } },
        'next-response': { unit: 'calendar', within: { default: '4h' } },
        resolution: {
          unit: 'calendar',
          within: { default: '24h' },
          pausedIn: ['On Hold', 'Waiting on Customer'],
        },
      },
      bumps: [{ to: 'support-manager' }],
      noteOnBump: true,
    },
  ],
})

/** A world with a CRM in which cases have owners and clocks, and one case that has just come in. */
export interface CaseWorld extends World {
  readonly crm: SalesforceSimulator
  readonly ana: TestMember
  /** The one case, until another is opened. */
  readonly record: () => RecordRef
  readonly opens: (fields: Fields) => Promise<RecordRef>
  readonly seen: () => Promise<KnownPanel>
  readonly later: (ms: number) => Promise<void>
  readonly change: (fields: Fields, userId?: string) => Promise<void>
  readonly comment: (isPublished: boolean, userId?: string) => Promise<void>
}

export async function startCaseWorld(database: DatabaseKind): Promise<CaseWorld> {
  const world = await startWorld(database, { withCrm: true })
  const crm = world.salesforce ?? expect.fail('there is a CRM')
  const ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
  await world.meshline.signIn('Sam Support', ['support-manager'])
  await letHold(world.meshline, 'routing', ROUTING)
  await letHold(world.meshline, 'sla', SLA)
  await world.settle()
  let record: RecordRef | null = null
  const current = () => record ?? expect.fail('a case was opened')
  const opens = async (fields: Fields) => {
    const said = { AccountId: account, ContactId: dana, OwnerId: supportQueue, ...fields }
    const { Id } = crm.create('Case', said, BEN)
    record = { host: 'salesforce', type: 'case', id: Id }
    await world.settle()
    return record
  }
  await opens({ Subject: 'Wrong invoice', Priority: 'High', Description: 'See the invoice.' })
  return {
    ...world,
    crm,
    ana,
    record: current,
    opens,
    seen: () => readPanelOf(ana, current()),
    async later(ms) {
      world.clock.advance(ms)
      await world.settle()
    },
    async change(fields, userId = BEN) {
      crm.update('Case', current().id, fields, userId)
      await world.settle()
    },
    async comment(IsPublished, userId = ANA) {
      crm.create('CaseComment', { ParentId: current().id, IsPublished, CommentBody: 'Hello' }, userId)
      await world.settle()
    },
  }
}

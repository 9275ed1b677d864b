import { expect } from 'vitest'
import type { AssignTo } from '../../../server/connectors/assigner.ts'
import type { Observation, Outcome, VendorApi } from '../../../server/connectors/connector.ts'
import type { EffectSpec } from '../../../shared/action.ts'
import type { Ticket } from '../../../shared/billing.ts'
import type { TicketTimeline } from '../../../shared/ticket-timeline.ts'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import type { Fields } from '../../simulators/salesforce/change-record.ts'
import { startOrg, type TestOrg } from './salesforce-org.ts'

/** The organization acme, a case in it that nobody has touched, and what Meshline does with it. */
export interface CaseDesk extends TestOrg {
  readonly caseId: string
  readonly assigner: NonNullable<VendorApi['assignment']>
  readonly plan: (to: AssignTo) => Promise<EffectSpec>
  /** Plans and carries out, as the outbox does. */
  readonly perform: (spec: EffectSpec, key?: string) => Promise<Outcome>
  readonly reconcile: (spec: EffectSpec, key?: string) => Promise<Outcome | null>
  readonly reverse: (spec: EffectSpec) => EffectSpec | null
  readonly observe: (id?: string) => Promise<Observation>
  readonly ticket: (id?: string) => Promise<Ticket>
  readonly timeline: (id?: string) => Promise<TicketTimeline>
  readonly owner: () => unknown
  readonly change: (fields: Fields, userId?: string) => void
}

const KEY = 'meshline:assign:1'

export async function startCaseDesk(fields: Fields = {}): Promise<CaseDesk> {
  const org = await startOrg()
  const { sim, api } = org
  const { account: AccountId, dana: ContactId, supportQueue: OwnerId } = ACME_SALESFORCE
  const said = { Subject: 'Printer on fire', Description: 'It burns.' }
  const { Id: caseId } = sim.create('Case', { AccountId, ContactId, OwnerId, ...said, ...fields })
  const assigner = api.assignment ?? expect.fail('cases can be assigned')
  const executorOf = ({ kind }: EffectSpec) =>
    api.executors.find(each => each.kind === kind)?.executor ?? expect.fail(`nobody carries out ${kind}`)
  const observe = async (id = caseId) =>
    (await api.reader.read({ type: 'case', id })) ?? expect.fail('Salesforce knows it')
  return {
    ...org,
    caseId,
    assigner,
    async plan(to) {
      const plan = await assigner.plan(caseId, to)
      return plan.kind === 'planned' ? plan.spec : expect.fail(`it is ${JSON.stringify(plan)}`)
    },
    perform: (spec, key = KEY) =>
      executorOf(spec).perform(spec, executorOf(spec).describe(spec, key).request),
    reconcile: (spec, key = KEY) =>
      executorOf(spec).reconcile(spec, executorOf(spec).describe(spec, key).request),
    reverse: spec => executorOf(spec).reverse(spec),
    observe,
    async ticket(id) {
      const fact = (await observe(id)).facts.find(({ kind }) => kind === 'ticket')
      return fact?.kind === 'ticket' ? fact.ticket : expect.fail('there is no ticket')
    },
    async timeline(id) {
      const fact = (await observe(id)).facts.find(({ kind }) => kind === 'ticket-timeline')
      return fact?.kind === 'ticket-timeline' ? fact.timeline : expect.fail('there is no timeline')
    },
    owner: () => sim.state.get('Case', caseId).OwnerId,
    change: (changed, userId = ACME_SALESFORCE.ben) => {
      sim.update('Case', caseId, changed, userId)
    },
  }
}

import { expect } from 'vitest'
import type { Observation, Outcome, VendorApi } from '../../../server/connectors/connector.ts'
import { zendesk } from '../../../server/connectors/zendesk/vendor.ts'
import type { EffectSpec } from '../../../shared/action.ts'
import type { Ticket } from '../../../shared/billing.ts'
import type { TicketTimeline } from '../../../shared/ticket-timeline.ts'
import { ACME, seedAcme } from '../../simulators/acme.ts'
import { startZendeskSimulator, type ZendeskSimulator } from '../../simulators/zendesk/simulator.ts'
import { HeldClock } from '../../support/held-clock.ts'

export const TICKET = String(ACME.ticket)
export const AUDITS = `/api/v2/tickets/${TICKET}/audits`

/** A simulated Zendesk with Acme in it and the connector to it, on one held clock. */
export interface ZendeskAccount {
  readonly clock: HeldClock
  readonly sim: ZendeskSimulator
  readonly api: VendorApi
  readonly assigner: NonNullable<VendorApi['assignment']>
  /** Plans and carries out, as the outbox does. */
  readonly perform: (spec: EffectSpec, key?: string) => Promise<Outcome>
  readonly reconcile: (spec: EffectSpec, key?: string) => Promise<Outcome | null>
  readonly reverse: (spec: EffectSpec) => EffectSpec
  readonly observe: (ticketId?: string) => Promise<Observation>
  readonly ticket: () => Promise<Ticket>
  readonly timeline: (ticketId?: string) => Promise<TicketTimeline>
}

export async function startZendeskAccount(): Promise<ZendeskAccount> {
  const clock = new HeldClock()
  const sim = await startZendeskSimulator({ now: clock.now })
  seedAcme({ zendesk: sim })
  const variables = {
    MESHLINE_ZENDESK_URL: sim.apiUrl,
    MESHLINE_ZENDESK_EMAIL: sim.email,
    MESHLINE_ZENDESK_API_TOKEN: sim.apiToken,
  }
  const api = zendesk.connect(variables, clock.now).api ?? expect.fail('it has credentials')
  const executorOf = ({ kind }: EffectSpec) =>
    api.executors.find(each => each.kind === kind)?.executor ?? expect.fail(`nobody carries out ${kind}`)
  const observe = async (ticketId = TICKET) =>
    (await api.reader.read({ type: 'ticket', id: ticketId })) ?? expect.fail('Zendesk knows it')
  return {
    clock,
    sim,
    api,
    assigner: api.assignment ?? expect.fail('tickets can be assigned'),
    perform: (spec, key = 'meshline:assign:1') =>
      executorOf(spec).perform(spec, executorOf(spec).describe(spec, key).request),
    reconcile: (spec, key = 'meshline:assign:1') =>
      executorOf(spec).reconcile(spec, executorOf(spec).describe(spec, key).request),
    reverse: spec => executorOf(spec).reverse(spec) ?? expect.fail('it can be taken back'),
    observe,
    async ticket() {
      const fact = (await observe()).facts.find(({ kind }) => kind === 'ticket')
      return fact?.kind === 'ticket' ? fact.ticket : expect.fail('there is no ticket')
    },
    async timeline(ticketId) {
      const fact = (await observe(ticketId)).facts.find(({ kind }) => kind === 'ticket-timeline')
      return fact?.kind === 'ticket-timeline' ? fact.timeline : expect.fail('there is no timeline')
    },
  }
}

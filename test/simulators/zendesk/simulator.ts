import { Hono } from 'hono'
import type { SimClock } from '../clock.ts'
import { controlRoutes } from '../control.ts'
import type { ApiFaults } from '../faults.ts'
import type { RequestLog } from '../request-log.ts'
import { Serial, ulidOf } from '../serial.ts'
import { type Listener, serve } from '../serve.ts'
import { certificateFor } from '../tls.ts'
import type { WebhookOutbox } from '../webhook-outbox.ts'
import { zendeskApp } from './app.ts'
import type { SimAudit } from './audit.ts'
import {
  changeOrganization,
  changeUser,
  mergeOrganizations,
  type OrganizationChange,
  type UserChange,
} from './change-people.ts'
import { zendeskControl } from './control.ts'
import { createTicket } from './create-ticket.ts'
import { CustomerWriting } from './customer-writing.ts'
import { notFound } from './error.ts'
import { pagesApp } from './pages/app.ts'
import { EXPORTS_PER_MINUTE, makeParts, type Parts, PER_MINUTE, type ZendeskOptions } from './parts.ts'
import type { SimOrganization, SimUser } from './people.ts'
import type { RateLimit } from './rate-limit.ts'
import { applySla, type SlaSeed } from './sla.ts'
import { laterThan, type ZendeskState } from './state.ts'
import type { SimTicket, TicketSeed } from './ticket.ts'
import { readChange, type TicketChange } from './ticket-change.ts'
import { addAutomation, addTrigger, type SimTrigger, type TriggerSeed } from './trigger.ts'
import { updateTicket } from './update-ticket.ts'
import type { ZendeskWebhook } from './webhooks.ts'

export type TicketToAdd = Omit<TicketSeed, 'requester' | 'description' | 'createdAt'> & {
  readonly requesterId: number
  /** Its first comment. */
  readonly body: string
  readonly createdAt?: number
}

const FIRST_TICKET = 35_500

/** Starts the Zendesk account acme on 127.0.0.1, empty: API over HTTP, agent pages over HTTPS. */
export async function startZendeskSimulator(options: ZendeskOptions = {}): Promise<ZendeskSimulator> {
  const parts = makeParts(options)
  let sim: ZendeskSimulator | null = null
  const current = () => {
    if (!sim) throw new Error('The simulator has not started yet')
    return sim
  }
  const shared = { clock: parts.world.clock, faults: parts.faults, webhooks: parts.outbox }
  const control = new Hono()
    .route(
      '/',
      controlRoutes({ ...shared, state: () => current().snapshot(), reset: () => current().reset() }),
    )
    .route('/', zendeskControl(current))
  const api = zendeskApp({ ...parts, control })
  const pages = pagesApp(parts)
  const certificate = await certificateFor('zendesk.com')
  sim = new ZendeskSimulator(
    parts,
    await serve(api.fetch, options.apiPort),
    await serve(pages.fetch, options.pagesPort, certificate),
  )
  return sim
}

/** A running account. Its methods are what customers and agents do without the API. */
export class ZendeskSimulator {
  readonly apiUrl: string
  readonly apiPort: number
  readonly pagesPort: number
  readonly email: string
  readonly apiToken: string
  readonly clock: SimClock
  /** Live records; tests read them, and seed them before anything runs. */
  readonly state: ZendeskState
  readonly faults: ApiFaults
  readonly webhooks: WebhookOutbox
  readonly requests: RequestLog
  readonly rateLimit: RateLimit
  readonly #parts: Parts
  readonly #api: Listener
  readonly #pages: Listener
  #webhookSerial = new Serial(4000)
  #ticketSerial = new Serial(FIRST_TICKET)

  constructor(parts: Parts, api: Listener, pages: Listener) {
    this.#parts = parts
    this.#api = api
    this.#pages = pages
    this.apiPort = api.port
    this.apiUrl = `http://127.0.0.1:${api.port}`
    this.pagesPort = pages.port
    this.email = parts.email
    this.apiToken = parts.apiToken
    this.clock = parts.world.clock
    this.state = parts.world.state
    this.faults = parts.faults
    this.webhooks = parts.outbox
    this.requests = parts.requests
    this.rateLimit = parts.rateLimit
  }

  /** `types` are full names, as `zen:event-type:ticket.status_changed`; none means every ticket event. */
  addEventSubscription(url: string, secret: string, types: readonly string[] = []): ZendeskWebhook {
    return this.#addWebhook({ kind: 'events', id: ulidOf(this.#webhookSerial.number()), url, secret, types })
  }

  /** Called at every write of a ticket with the template filled in. */
  addTriggerWebhook(url: string, secret: string, template: string): ZendeskWebhook {
    return this.#addWebhook({
      kind: 'trigger',
      id: ulidOf(this.#webhookSerial.number()),
      url,
      secret,
      template,
    })
  }

  /** A new ticket (its id may be chosen), or a reply, which reopens what was pending or solved. */
  customerWrites(writing: CustomerWriting): SimTicket {
    const { ticketId, requesterId, body, ...rest } = CustomerWriting.parse(writing)
    const ticket = ticketId === undefined ? undefined : this.state.tickets.get(ticketId)
    if (!ticket)
      return this.addTicket({ id: ticketId ?? this.#nextTicketId(), requesterId, body, ...rest }, true)
    const reopened =
      ticket.status === 'pending' || ticket.status === 'solved' ? { status: 'open' as const } : {}
    const change = readChange({ comment: { body, public: true }, ...reopened })
    updateTicket(this.#parts.world, ticket, change, { id: requesterId, channel: 'email' })
    return ticket
  }

  /** Puts a ticket there; unannounced, no webhook tells of it. */
  addTicket(
    { requesterId, body, createdAt = this.clock.now(), ...seed }: TicketToAdd,
    announced = false,
  ): SimTicket {
    const requester = this.state.users.get(requesterId)
    if (!requester) throw notFound()
    return createTicket(this.#parts.world, { ...seed, requester, description: body, createdAt }, announced)
  }

  /** An agent changes a ticket in the browser. Refusals are the API's. */
  agentUpdates(ticketId: number, change: TicketChange, agentId = this.#parts.agentId): SimAudit {
    const actor = { id: agentId, channel: 'web' } as const
    return updateTicket(this.#parts.world, this.state.ticket(ticketId), readChange(change), actor)
  }

  deleteTicket(ticketId: number, agentId = this.#parts.agentId): void {
    const ticket = this.state.ticket(ticketId)
    ticket.updated_at = laterThan(ticket.updated_at, this.clock.now())
    this.state.deleted.add(ticketId)
    this.#parts.world.tell(ticket, [{ name: 'soft_deleted', detail: {} }], { id: agentId, channel: 'web' })
  }

  /** `active` false deletes somebody. Nobody is told but who asks for exports. */
  changeUser(userId: number, change: UserChange): SimUser {
    return changeUser(this.#parts.world, userId, change)
  }

  changeOrganization(organizationId: number, change: OrganizationChange): SimOrganization {
    return changeOrganization(this.#parts.world, organizationId, change)
  }

  mergeOrganizations(loserId: number, winnerId: number): void {
    mergeOrganizations(this.#parts.world, loserId, winnerId)
  }

  /** The account's own rule, run from now on at every create and update of a ticket. */
  addTrigger(seed: TriggerSeed): SimTrigger {
    return addTrigger(this.#parts.world, seed)
  }

  /** A rule of the account that runs by the hour; listed, and never run. */
  addAutomation(seed: TriggerSeed): SimTrigger {
    return addAutomation(this.#parts.world, seed)
  }

  applySla(ticketId: number, seed: SlaSeed): void {
    applySla(this.#parts.world, ticketId, seed)
  }

  /** Resolves when every webhook is delivered or given up. */
  settled(): Promise<void> {
    return this.webhooks.settled()
  }

  /** Stops the API's listener: connections are refused by the system, control routes included. */
  refuse(): Promise<void> {
    return this.#api.refuse()
  }

  accept(): Promise<void> {
    return this.#api.accept()
  }

  /** An empty account on its base clock; webhooks stay subscribed. */
  reset(): void {
    this.state.clear()
    this.clock.release()
    this.faults.clear()
    this.webhooks.clear()
    this.requests.clear()
    this.rateLimit.set(PER_MINUTE)
    this.#parts.exportLimit.set(EXPORTS_PER_MINUTE)
    this.#ticketSerial = new Serial(FIRST_TICKET)
  }

  snapshot(): object {
    const { state, faults, webhooks, requests, clock } = this
    const sent = {
      webhooks: this.#parts.webhooks,
      deliveries: webhooks.deliveries,
      faults: webhooks.faults.state,
    }
    return {
      now: clock.now(),
      ...state.toJSON(),
      faults: faults.state,
      webhooks: sent,
      requests: requests.entries,
    }
  }

  async close(): Promise<void> {
    this.webhooks.close()
    await Promise.all([this.#api.close(), this.#pages.close()])
  }

  #nextTicketId(): number {
    const id = this.#ticketSerial.number()
    return this.state.tickets.has(id) ? this.#nextTicketId() : id
  }

  #addWebhook(webhook: ZendeskWebhook): ZendeskWebhook {
    this.#parts.webhooks.push(webhook)
    return webhook
  }
}

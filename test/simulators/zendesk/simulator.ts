import { Hono } from 'hono'
import { SimClock } from '../clock.ts'
import { controlRoutes } from '../control.ts'
import { ApiFaults } from '../faults.ts'
import { RequestLog } from '../request-log.ts'
import { Serial, ulidOf } from '../serial.ts'
import { type Listener, serve } from '../serve.ts'
import { certificateFor } from '../tls.ts'
import { WebhookOutbox } from '../webhook-outbox.ts'
import { zendeskApp } from './app.ts'
import type { SimAudit } from './audit.ts'
import { zendeskControl } from './control.ts'
import { createTicket } from './create-ticket.ts'
import { CustomerWriting } from './customer-writing.ts'
import { answerOfStatus, notFound } from './error.ts'
import { LiveTickets } from './live-tickets.ts'
import { pagesApp } from './pages/app.ts'
import { RateLimit } from './rate-limit.ts'
import { ZendeskState, type ZendeskWorld } from './state.ts'
import type { SimTicket, TicketSeed } from './ticket.ts'
import { readChange, type TicketChange } from './ticket-change.ts'
import { updateTicket } from './update-ticket.ts'
import { sender, type ZendeskWebhook, zendeskRetries } from './webhooks.ts'

export interface ZendeskOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** 0, the default, takes a free one. */
  readonly apiPort?: number
  readonly pagesPort?: number
  /** The integration user's address, with which Meshline signs in. */
  readonly email?: string
  readonly apiToken?: string
  /** Who is signed in on the pages. */
  readonly agentId?: number
  /** Real milliseconds that stand for one second of a webhook's wait before its next attempt. */
  readonly secondMs?: number
}

export type TicketToAdd = Omit<TicketSeed, 'requester' | 'description' | 'createdAt'> & {
  readonly requesterId: number
  /** Its first comment. */
  readonly body: string
  readonly createdAt?: number
}

const WEBHOOK_TIMEOUT_MS = 12_000
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

type Parts = ReturnType<typeof makeParts>

function makeParts(options: ZendeskOptions) {
  const clock = new SimClock(options.now)
  const state = new ZendeskState()
  const webhooks: ZendeskWebhook[] = []
  const outbox = new WebhookOutbox({
    now: clock.now,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
    retryAfter: zendeskRetries(options.secondMs ?? 50),
  })
  const live = new LiveTickets()
  const send = sender({ state, clock, outbox, webhooks })
  const tell: ZendeskWorld['tell'] = (ticket, events, actor) => {
    live.changed(ticket.id)
    send(ticket, events, actor)
  }
  return {
    world: { state, clock, tell } satisfies ZendeskWorld,
    webhooks,
    outbox,
    live,
    email: options.email ?? 'meshline@acme-support.example',
    apiToken: options.apiToken ?? 'zendesk-simulator-token',
    agentId: options.agentId ?? 900_201,
    faults: new ApiFaults(answerOfStatus),
    requests: new RequestLog(),
    rateLimit: new RateLimit(),
  }
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
    this.state.deleted.add(ticketId)
    this.#parts.world.tell(ticket, [{ name: 'soft_deleted', detail: {} }], { id: agentId, channel: 'web' })
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
    this.rateLimit.set(700)
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

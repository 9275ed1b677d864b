import { Hono } from 'hono'
import { salesforceId } from '../../../shared/salesforce-id.ts'
import { SimClock } from '../clock.ts'
import { controlRoutes } from '../control.ts'
import { ApiFaults } from '../faults.ts'
import { RequestLog } from '../request-log.ts'
import { type Listener, serve } from '../serve.ts'
import { WebhookOutbox } from '../webhook-outbox.ts'
import { ApiLimit } from './api-limit.ts'
import { salesforceApp } from './app.ts'
import { createRecord, deleteRecord, type Fields, mergeRecords, updateRecord } from './change-record.ts'
import { salesforceControl } from './control.ts'
import { answerOfStatus } from './error.ts'
import { SimTokens } from './oauth.ts'
import type { Batches } from './routes.ts'
import {
  BROWSER_USER,
  IN_THE_BROWSER,
  SalesforceState,
  type SalesforceWorld,
  type SimRecord,
} from './state.ts'
import { type SalesforceSender, teller } from './webhooks.ts'

export interface SalesforceOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly clientId?: string
  readonly clientSecret?: string
  /** The integration user, whom JWT assertions speak for. */
  readonly username?: string
  /** What the organization says its own address is. */
  readonly instanceUrl?: string
  /** Real milliseconds before each further attempt to deliver a message; then it is given up. */
  readonly backoffMs?: readonly number[]
}

const WEBHOOK_TIMEOUT_MS = 10_000
const BATCH_ROWS = 2000

/** Starts the organization acme on 127.0.0.1, empty. */
export async function startSalesforceSimulator(
  options: SalesforceOptions = {},
): Promise<SalesforceSimulator> {
  const parts = makeParts(options)
  let sim: SalesforceSimulator | null = null
  const current = () => {
    if (!sim) throw new Error('The simulator has not started yet')
    return sim
  }
  const shared = { clock: parts.world.clock, faults: parts.faults, webhooks: parts.outbox }
  const state = { state: () => current().snapshot(), reset: () => current().reset() }
  const control = new Hono()
    .route('/', controlRoutes({ ...shared, ...state }))
    .route('/', salesforceControl(current))
  sim = new SalesforceSimulator(parts, await serve(salesforceApp({ ...parts, control }).fetch, options.port))
  return sim
}

type Parts = ReturnType<typeof makeParts>

function makeParts(options: SalesforceOptions) {
  const clock = new SimClock(options.now)
  const state = new SalesforceState()
  const senders: SalesforceSender[] = []
  const backoffMs = options.backoffMs ?? [50, 200, 1000]
  const outbox = new WebhookOutbox({
    now: clock.now,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
    retryAfter: (_attempt, attempts) => backoffMs[attempts - 1] ?? null,
  })
  const app = {
    clientId: options.clientId ?? '3MVG9simulatorConsumerKey',
    clientSecret: options.clientSecret ?? 'salesforce-simulator-secret',
    username: options.username ?? 'meshline@acme.example',
    instanceUrl: options.instanceUrl ?? 'https://acme.my.salesforce.com',
  }
  const batches: Batches = { rows: BATCH_ROWS, open: new Map() }
  return {
    world: { state, clock, tell: teller({ clock, outbox, senders }) } satisfies SalesforceWorld,
    senders,
    outbox,
    app,
    batches,
    tokens: new SimTokens(app),
    faults: new ApiFaults(answerOfStatus),
    requests: new RequestLog(),
    apiLimit: new ApiLimit(),
  }
}

/** A running organization. Its methods are what people do in the browser; each tells whoever is set up for it. */
export class SalesforceSimulator {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly username: string
  readonly clock: SimClock
  /** Live records; tests read them, and seed them before anything runs. */
  readonly state: SalesforceState
  readonly faults: ApiFaults
  readonly webhooks: WebhookOutbox
  readonly requests: RequestLog
  readonly apiLimit: ApiLimit
  readonly #parts: Parts
  readonly #listener: Listener

  constructor(parts: Parts, listener: Listener) {
    this.#parts = parts
    this.#listener = listener
    this.url = `http://127.0.0.1:${listener.port}`
    this.clientId = parts.app.clientId
    this.clientSecret = parts.app.clientSecret
    this.username = parts.app.username
    this.clock = parts.world.clock
    this.state = parts.world.state
    this.faults = parts.faults
    this.webhooks = parts.outbox
    this.requests = parts.requests
    this.apiLimit = parts.apiLimit
  }

  /** Sends every change of these objects there; none means every object. */
  addSender(
    kind: SalesforceSender['kind'],
    url: string,
    { secrets, objects = [] }: { secrets: readonly string[]; objects?: readonly string[] },
  ): SalesforceSender {
    const id = `sender-${this.#parts.senders.length + 1}`
    const sender: SalesforceSender = { id, kind, url, secrets, objects }
    this.#parts.senders.push(sender)
    return sender
  }

  /** Refusals are the API's. */
  create(object: string, fields: Fields, userId = BROWSER_USER): SimRecord {
    return createRecord(this.#parts.world, object, fields, { userId, client: null })
  }

  update(object: string, id: string, fields: Fields, userId = BROWSER_USER): SimRecord {
    return updateRecord(this.#parts.world, { object, id, fields, author: { userId, client: null } })
  }

  remove(object: string, id: string): SimRecord {
    return deleteRecord(this.#parts.world, object, id, IN_THE_BROWSER)
  }

  merge(object: 'Account' | 'Contact' | 'Case', winner: string, loser: string): void {
    mergeRecords(this.#parts.world, { object, winner, loser, author: IN_THE_BROWSER })
  }

  /** The assignment rule for cases, which runs over what callers of the API save unless they say otherwise. */
  activateAssignmentRule(name: string, queueId: string): void {
    this.create('AssignmentRule', { Name: name, SobjectType: 'Case', Active: true })
    this.state.assignmentQueue = queueId
  }

  /** An approval begins: nobody may save the record until it ends. */
  lock(id: string): void {
    this.state.locked.add(salesforceId(id) ?? id)
  }

  unlock(id: string): void {
    this.state.locked.delete(salesforceId(id) ?? id)
  }

  /** What the callers of the API called themselves; null for one that did not. */
  get callers(): ReadonlySet<string | null> {
    return this.#parts.tokens.callers
  }

  expireTokens(): void {
    this.#parts.tokens.expire()
  }

  /** The certificate that JWT assertions are checked with; PEM. */
  trustKey(pem: string): void {
    this.#parts.tokens.trustKey(pem)
  }

  /** Rows in one answer of a query; the rest is behind `nextRecordsUrl`. */
  batchRows(rows: number): void {
    this.#parts.batches.rows = rows
  }

  /** Rows of a sub-select in one answer. */
  childRows(rows: number): void {
    this.state.childRows = rows
  }

  /** Resolves when every message is delivered or given up. */
  settled(): Promise<void> {
    return this.webhooks.settled()
  }

  /** Stops listening: connections are refused by the system, control routes included. `accept` undoes it. */
  refuse(): Promise<void> {
    return this.#listener.refuse()
  }

  accept(): Promise<void> {
    return this.#listener.accept()
  }

  /** An empty organization on its base clock; senders stay. */
  reset(): void {
    this.state.clear()
    this.clock.release()
    this.faults.clear()
    this.webhooks.clear()
    this.requests.clear()
    this.#parts.tokens.callers.clear()
    this.apiLimit.set(15_000)
    this.#parts.batches.rows = BATCH_ROWS
    this.#parts.batches.open.clear()
  }

  snapshot(): object {
    const { state, faults, webhooks, requests, clock } = this
    const sent = {
      senders: this.#parts.senders,
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
    await this.#listener.close()
  }
}

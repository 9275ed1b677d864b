import { Hono } from 'hono'
import { z } from 'zod'
import { SimClock } from '../clock.ts'
import { controlRoutes } from '../control.ts'
import { ApiFaults } from '../faults.ts'
import { RequestLog } from '../request-log.ts'
import { type Listener, serve } from '../serve.ts'
import { WebhookOutbox } from '../webhook-outbox.ts'
import { hubspotApp } from './app.ts'
import { answerOfStatus, notFound } from './error.ts'
import { RateLimit } from './rate-limit.ts'
import { HubspotState, type Plural, type SimObject } from './state.ts'
import { type AppWebhook, type Emit, emitter } from './webhooks.ts'

export interface HubspotOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly accessToken?: string
  /** Real milliseconds between attempts of a webhook; its length is the number of retries. */
  readonly backoffMs?: readonly number[]
}

const WEBHOOK_TIMEOUT_MS = 5_000
const PORTAL_ID = 62515

/** Starts a HubSpot account on 127.0.0.1, empty: API, webhooks, control routes. */
export async function startHubspotSimulator(options: HubspotOptions = {}): Promise<HubspotSimulator> {
  const parts = makeParts(options)
  let sim: HubspotSimulator | null = null
  const current = () => {
    if (!sim) throw new Error('The simulator has not started yet')
    return sim
  }
  const control = new Hono()
    .route(
      '/',
      controlRoutes({ ...parts, state: () => current().snapshot(), reset: () => current().reset() }),
    )
    .post('/rate-limit', async c => {
      parts.rateLimit.set(z.object({ perTenSeconds: z.int().min(0) }).parse(await c.req.json()).perTenSeconds)
      return c.json({ done: true })
    })
  const app = hubspotApp({
    ...parts,
    now: parts.clock.now,
    searchLagMs: () => current().searchLagMs,
    portalId: PORTAL_ID,
    control,
  })
  sim = new HubspotSimulator(parts, await serve(app.fetch, options.port))
  return sim
}

type Parts = ReturnType<typeof makeParts>

function makeParts(options: HubspotOptions) {
  const clock = new SimClock(options.now)
  const appWebhooks: AppWebhook[] = []
  const backoff = options.backoffMs ?? [50, 200, 800]
  const webhooks = new WebhookOutbox({
    now: clock.now,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
    retryAfter: (_attempt, attempts) => backoff[attempts - 1] ?? null,
  })
  const emit: Emit = emitter({ clock, outbox: webhooks, webhooks: appWebhooks, portalId: PORTAL_ID })
  return {
    clock,
    webhooks,
    appWebhooks,
    emit,
    state: new HubspotState(),
    accessToken: options.accessToken ?? 'pat-eu1-meshline-simulator',
    rateLimit: new RateLimit(),
    faults: new ApiFaults(answerOfStatus),
    requests: new RequestLog(),
  }
}

/** A running account. Its methods are what people do in HubSpot. */
export class HubspotSimulator {
  readonly url: string
  readonly accessToken: string
  readonly clock: SimClock
  /** Live objects; tests read them, and seed them before anything runs. */
  readonly state: HubspotState
  readonly faults: ApiFaults
  readonly webhooks: WebhookOutbox
  readonly requests: RequestLog
  /** How long a change takes to show in searches, milliseconds. */
  searchLagMs = 0
  readonly #parts: Parts
  readonly #listener: Listener

  constructor(parts: Parts, listener: Listener) {
    this.#parts = parts
    this.#listener = listener
    this.url = `http://127.0.0.1:${listener.port}`
    this.accessToken = parts.accessToken
    this.clock = parts.clock
    this.state = parts.state
    this.faults = parts.faults
    this.webhooks = parts.webhooks
    this.requests = parts.requests
  }

  /** `publicUrl` is the address that is signed, where a proxy stands in front of `url`. */
  addWebhook(url: string, secret: string, publicUrl = url): void {
    this.#parts.appWebhooks.push({ url, secret, publicUrl })
  }

  /** Calls in each ten seconds. */
  limit(perTenSeconds: number): void {
    this.#parts.rateLimit.set(perTenSeconds)
  }

  add(plural: Plural, properties: Record<string, string>): SimObject {
    const at = this.clock.now()
    const id = this.state.ids.text('', 7)
    const object: SimObject = { id, properties, createdAt: at, updatedAt: at, archivedAt: null }
    this.state[plural].set(id, object)
    this.#parts.emit({ type: `${singular(plural)}.creation`, more: { objectId: Number(id) } })
    return object
  }

  change(plural: Plural, id: string, properties: Record<string, string | null>): SimObject {
    const object = this.#found(plural, id)
    object.properties = { ...object.properties, ...properties }
    object.updatedAt = this.clock.now()
    const type = `${singular(plural)}.propertyChange`
    const changes = Object.entries(properties).map(([propertyName, propertyValue]) => ({
      type,
      more: { objectId: Number(id), propertyName, propertyValue: propertyValue ?? '' },
    }))
    this.#parts.emit(...changes)
    return object
  }

  /** Into the recycle bin. */
  delete(plural: Plural, id: string): void {
    this.#found(plural, id).archivedAt = this.clock.now()
    this.#parts.emit({ type: `${singular(plural)}.deletion`, more: { objectId: Number(id) } })
  }

  /** For good, as the law asks: nothing is left to read. */
  purge(plural: Plural, id: string): void {
    this.#found(plural, id)
    this.state[plural].delete(id)
    this.#parts.emit({ type: `${singular(plural)}.privacyDeletion`, more: { objectId: Number(id) } })
  }

  /** The loser's id leads to the winner from now on. */
  merge(plural: Plural, { winner, loser }: { winner: string; loser: string }): void {
    const [kept] = [this.#found(plural, winner), this.#found(plural, loser)]
    this.state[plural].delete(loser)
    this.state.merged.set(loser, winner)
    const ids = [kept.properties.hs_merged_object_ids, loser].filter(Boolean).join(';')
    kept.properties = { ...kept.properties, hs_merged_object_ids: ids }
    kept.updatedAt = this.clock.now()
    const more = {
      objectId: Number(winner),
      primaryObjectId: Number(winner),
      mergedObjectIds: [Number(loser)],
      newObjectId: null,
      numberOfPropertiesMoved: 0,
    }
    this.#parts.emit(
      { type: `${singular(plural)}.merge`, more },
      { type: `${singular(plural)}.deletion`, more: { objectId: Number(loser) } },
    )
  }

  /** Resolves when every webhook is delivered or given up. */
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

  /** An empty account on its base clock; webhooks stay. */
  reset(): void {
    this.state.clear()
    this.clock.release()
    this.faults.clear()
    this.webhooks.clear()
    this.requests.clear()
    this.searchLagMs = 0
  }

  snapshot(): object {
    const { state, faults, webhooks, requests, clock } = this
    const sent = { deliveries: webhooks.deliveries, faults: webhooks.faults.state }
    const api = { faults: faults.state, requests: requests.entries }
    return { now: clock.now(), ...state.toJSON(), ...api, webhooks: sent }
  }

  async close(): Promise<void> {
    this.webhooks.close()
    await this.#listener.close()
  }

  #found(plural: Plural, id: string): SimObject {
    const object = this.state[plural].get(id)
    if (!object) throw notFound()
    return object
  }
}

function singular(plural: Plural): string {
  return plural === 'contacts' ? 'contact' : 'company'
}

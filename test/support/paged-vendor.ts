import { Hono } from 'hono'
import { type Listener, serve } from '../simulators/serve.ts'

export type PagedStream = 'accounts' | 'tickets'

export interface PagedRecord {
  readonly id: string
  readonly name: string
  /** The account a ticket belongs to. */
  readonly accountId: string | null
  /** Epoch milliseconds. */
  readonly changedAt: number
}

/** What the next answers are instead of a page. */
export type Fault =
  | { readonly kind: 'rate-limit'; readonly retryAfterS: number }
  | { readonly kind: 'outage' }
  | { readonly kind: 'nonsense' }

export interface PagedVendorOptions {
  readonly now: () => number
  readonly pageSize?: number
  /** What a page asks for before the next call; milliseconds. */
  readonly pauseMs?: number
}

interface Change {
  readonly seq: number
  readonly record: PagedRecord
}

/**
 * A vendor over real HTTP that hands out its records in the order of their last change, a page at a time, as
 * incremental exports do: its cursor is the number of changes read.
 */
export class PagedVendor {
  readonly token = 'paged_token_of_the_tests'
  /** Paths that were asked for, oldest first. */
  readonly calls: string[] = []
  readonly faults: Fault[] = []
  /** False: the token has expired. */
  isTokenGood = true
  pauseMs: number
  pageSize: number
  /** Ids of records that come in a shape nobody can read. */
  readonly unreadable = new Set<string>()
  /** Called before a page is answered; what it awaits holds the answer back. */
  beforePage: (stream: PagedStream, after: number) => Promise<void> | void = () => {}
  readonly #now: () => number
  readonly #log: Record<PagedStream, Change[]> = { accounts: [], tickets: [] }
  readonly #latest: Record<PagedStream, Map<string, Change>> = { accounts: new Map(), tickets: new Map() }
  #listener: Listener | null = null

  constructor({ now, pageSize = 100, pauseMs = 0 }: PagedVendorOptions) {
    this.#now = now
    this.pageSize = pageSize
    this.pauseMs = pauseMs
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listener?.port}`
  }

  /** Makes a record or changes one; it moves to the end of its stream. */
  put(stream: PagedStream, record: Partial<PagedRecord> & { id: string }): void {
    const before = this.#latest[stream].get(record.id)?.record
    const blank = { name: `${stream} ${record.id}`, accountId: null }
    const change = {
      seq: this.#log[stream].length + 1,
      record: { ...blank, ...before, changedAt: this.#now(), ...record },
    }
    this.#log[stream].push(change)
    this.#latest[stream].set(record.id, change)
  }

  fill(stream: PagedStream, count: number, changedAt = this.#now()): void {
    for (let at = 1; at <= count; at += 1) this.put(stream, { id: `${stream[0]}${at}`, changedAt })
  }

  /** Pages of a stream that were asked for. */
  pagesOf(stream: PagedStream): string[] {
    return this.calls.filter(path => path.startsWith(`/streams/${stream}`))
  }

  async listen(): Promise<this> {
    this.#listener = await serve(request => this.#app().fetch(request))
    return this
  }

  async close(): Promise<void> {
    await this.#listener?.close()
  }

  #app(): Hono {
    const app = new Hono()
    app.use(async (c, next) => {
      const { pathname, search } = new URL(c.req.url)
      this.calls.push(pathname + search)
      const isKnown = c.req.header('authorization') === `Bearer ${this.token}` && this.isTokenGood
      return isKnown ? next() : c.json({ error: 'unauthorized' }, 401)
    })
    app.get('/me', c => c.json({ name: 'Acme on Paged' }))
    app.get('/records/:stream/:id', c => {
      const record = this.#latest[streamOf(c.req.param('stream'))].get(c.req.param('id'))?.record
      return record ? c.json(record) : c.json({ error: 'not found' }, 404)
    })
    app.get('/streams/:stream', async c => {
      const stream = streamOf(c.req.param('stream'))
      const after = Number(c.req.query('after') ?? 0)
      await this.beforePage(stream, after)
      const fault = this.faults.shift()
      if (fault?.kind === 'rate-limit') {
        return c.json({ error: 'too many' }, 429, { 'retry-after': String(fault.retryAfterS) })
      }
      if (fault?.kind === 'outage') return c.json({ error: 'oops' }, 503)
      if (fault?.kind === 'nonsense') return c.json({ rows: 'none of your business' })
      return c.json(this.#page(stream, after))
    })
    return app
  }

  #page(stream: PagedStream, after: number) {
    const log = this.#log[stream]
    const records: object[] = []
    let seq = after
    for (; seq < log.length && records.length < this.pageSize; seq += 1) {
      const change = log[seq]
      if (!change || this.#latest[stream].get(change.record.id) !== change) continue
      records.push(this.unreadable.has(change.record.id) ? { id: change.record.id } : change.record)
    }
    const total = this.#latest[stream].size
    return { records, after: seq, end: seq >= log.length, total, pauseMs: this.pauseMs }
  }
}

function streamOf(name: string): PagedStream {
  if (name === 'accounts' || name === 'tickets') return name
  throw new Error(`No stream is called ${name}`)
}

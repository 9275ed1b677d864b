import { type Context, Hono } from 'hono'
import { parseExactJson } from '../../shared/exact-json.ts'
import type { Delivery, SignalSource, Verification } from '../connectors/connector.ts'
import { VENDORS } from '../connectors/vendors.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { BODY_LIMIT, problem, tooLarge } from '../problem.ts'
import { noteUnreadable } from './note-unreadable.ts'

/** Takes webhooks in: verify the raw bytes, store, acknowledge. Everything else happens afterwards. */
export function webhookRoutes(deps: Deps) {
  return new Hono<HonoEnv>().post('/:source', async c => {
    const name = c.req.param('source')
    const source = deps.connectors.sources.get(name)
    if (!source) {
      const known = [...deps.connectors.sources.keys()].join(', ')
      return problem(c, 'unknown-source', {
        title: `No source is called ${name}`,
        detail: `Use one of: ${known}`,
      })
    }
    const secrets = deps.settings.webhookSecrets[name]
    if (!secrets) {
      const variable = VENDORS.find(vendor => vendor.source === name)?.secretVariable ?? 'its secret'
      const detail = `Set ${variable} and start again; until then nothing from ${name} is accepted`
      return problem(c, 'source-not-configured', { title: `${name} has no webhook secret`, detail })
    }
    const raw = await readRaw(c)
    if (!raw) return tooLarge(c)
    const delivery = deliveryOf(deps, c, raw)
    const verification = source.verify(delivery, secrets)
    if (verification.kind !== 'genuine') return refuse(deps, c, verification)
    return accept(deps, c, { source, delivery })
  })
}

function deliveryOf(deps: Deps, c: Context<HonoEnv>, raw: Buffer): Delivery {
  const { pathname, search, searchParams } = new URL(c.req.url)
  const url = deps.settings.publicUrl + pathname + search
  return { raw, headers: c.req.raw.headers, query: searchParams, url, now: deps.now() }
}

/**
 * The body's bytes, or null where there are too many. The declared length is checked first, so that a body that says
 * it is too large is never read; one that declares none is counted as it comes.
 */
async function readRaw(c: Context<HonoEnv>): Promise<Buffer | null> {
  const declared = c.req.header('content-length')
  if (declared !== undefined) {
    return Number(declared) > BODY_LIMIT ? null : Buffer.from(await c.req.arrayBuffer())
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.length
    if (length > BODY_LIMIT) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const REFUSALS = {
  forged: {
    kind: 'bad-signature',
    title: 'The signature does not match',
    detail: 'Check that this endpoint’s signing secret is the one in the settings',
  },
  'too-old': {
    kind: 'stale-signature',
    title: 'The signature is more than five minutes old',
    detail: 'Send the event again with a new signature; check both clocks',
  },
  future: {
    kind: 'future-signature',
    title: 'The signature is from the future',
    detail: 'Check the sender’s clock and this server’s',
  },
} as const

function refuse(deps: Deps, c: Context<HonoEnv>, verification: Exclude<Verification, { kind: 'genuine' }>) {
  const { kind, title, detail } = REFUSALS[verification.kind]
  deps.log.warn({ path: c.req.path, verification, requestId: c.get('requestId') }, 'webhook refused')
  return problem(c, kind, {
    title,
    detail: 'why' in verification ? `${verification.why}. ${detail}` : detail,
  })
}

interface Genuine {
  readonly source: SignalSource
  readonly delivery: Delivery
}

async function accept(deps: Deps, c: Context<HonoEnv>, { source, delivery }: Genuine) {
  const read = readBody(delivery.raw, source)
  const heads = source.heads(read.value, delivery)
  const receipts = await Promise.all(
    heads.map(head =>
      deps.intake.store({
        source: source.source,
        head,
        body: head.body ?? read.text,
        unreadable: read.problem,
      }),
    ),
  )
  const id = receipts[0]?.id ?? ''
  const duplicate = receipts.every(receipt => receipt.duplicate)
  if (read.problem !== null) {
    if (!duplicate) await noteUnreadable(deps.store, { id, source: source.source, why: read.problem })
    const detail = `${read.problem}. It was stored as ${id} and its owner was told; correct the sender’s template`
    return problem(c, 'unreadable-body', { title: 'The body cannot be read', detail })
  }
  deps.wake()
  const proof = source.acknowledgement?.(delivery)
  if (proof) return c.body(proof.body, 200, { 'content-type': proof.contentType })
  return c.json({ received: true, id, duplicate, ...(heads.length > 1 && { events: heads.length }) }, 200)
}

interface ReadBody {
  readonly value: unknown
  /** What is stored: the text, or base64 where the bytes are no text a database keeps. */
  readonly text: string
  readonly problem: string | null
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readBody(raw: Buffer, { parse = parseExactJson }: Pick<SignalSource, 'parse'>): ReadBody {
  if (raw.length === 0) return { value: {}, text: '', problem: null }
  let text: string
  try {
    text = utf8.decode(raw)
  } catch {
    return { value: null, text: `base64:${raw.toString('base64')}`, problem: 'The bytes are not UTF-8' }
  }
  try {
    return { value: parse(text), text, problem: null }
  } catch (error) {
    const stored = text.includes('\0') ? `base64:${raw.toString('base64')}` : text
    return { value: null, text: stored, problem: error instanceof Error ? error.message : 'It is not JSON' }
  }
}

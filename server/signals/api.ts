import { type Context, Hono } from 'hono'
import { parseExactJson } from '../../shared/exact-json.ts'
import type { SignalSource, Verification } from '../connectors/connector.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { BODY_LIMIT, problem, tooLarge } from '../problem.ts'
import { noteUnreadable } from './note-unreadable.ts'

/** Takes webhooks in: verify the raw bytes, store, acknowledge. Everything else happens afterwards. */
export function signalRoutes(deps: Deps) {
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
      const variable = `MESHLINE_${name.toUpperCase()}_WEBHOOK_SECRET`
      const detail = `Set ${variable} and start again; until then nothing from ${name} is accepted`
      return problem(c, 'source-not-configured', { title: `${name} has no webhook secret`, detail })
    }
    const raw = await readRaw(c)
    if (!raw) return tooLarge(c)
    const delivery = { raw, headers: c.req.raw.headers, now: deps.now() }
    const verification = source.verify(delivery, secrets)
    if (verification.kind !== 'genuine') return refuse(deps, c, verification)
    return accept(deps, c, { source, raw })
  })
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
  readonly raw: Buffer
}

async function accept(deps: Deps, c: Context<HonoEnv>, { source, raw }: Genuine) {
  const delivery = { raw, headers: c.req.raw.headers, now: deps.now() }
  const read = readBody(raw)
  const head = source.head(read.value, delivery)
  const receipt = await deps.intake.store({
    source: source.source,
    head,
    body: read.text,
    unreadable: read.problem,
  })
  if (read.problem !== null) {
    if (!receipt.duplicate)
      await noteUnreadable(deps.store, { id: receipt.id, source: source.source, why: read.problem })
    const detail = `${read.problem}. It was stored as ${receipt.id} and its owner was told; correct the sender’s template`
    return problem(c, 'unreadable-body', { title: 'The body is not JSON', detail })
  }
  deps.wake()
  return c.json({ received: true, id: receipt.id, duplicate: receipt.duplicate }, 200)
}

interface ReadBody {
  readonly value: unknown
  /** What is stored: the text, or base64 where the bytes are no text a database keeps. */
  readonly text: string
  readonly problem: string | null
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readBody(raw: Buffer): ReadBody {
  if (raw.length === 0) return { value: {}, text: '', problem: null }
  let text: string
  try {
    text = utf8.decode(raw)
  } catch {
    return { value: null, text: `base64:${raw.toString('base64')}`, problem: 'The bytes are not UTF-8' }
  }
  try {
    return { value: parseExactJson(text), text, problem: null }
  } catch (error) {
    const stored = text.includes('\0') ? `base64:${raw.toString('base64')}` : text
    return { value: null, text: stored, problem: error instanceof Error ? error.message : 'Not JSON' }
  }
}

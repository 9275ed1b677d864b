import { z } from 'zod'
import { parseExactJson } from '../../../shared/exact-json.ts'
import type { SourceRecord } from '../../../shared/source-record.ts'
import { bodyDigest } from '../body-digest.ts'
import { type SignalHead, type SignalSource, UnreadableAnswer } from '../connector.ts'
import { verifyTimed } from '../timed-signature.ts'
import { usageRecord, workspaceId } from './record.ts'
import { EVENTS_LIMIT, UsageBody, UsageEvent, UsageMeasure, whyUnreadable } from './usage-event.ts'

const SHOWN_REASONS = 3

export const usageSignals: SignalSource = {
  source: 'usage',
  verify: (delivery, secrets) => verifyTimed('X-Meshline-Signature', delivery, secrets),

  /** Refuses a body of which nothing can be used, so that whoever wrote the sender learns it from the answer. */
  parse(text) {
    const body: unknown = parseExactJson(text)
    const parsed = UsageBody.safeParse(body)
    if (!parsed.success) throw new SyntaxError(`Send {"events": [...]} with 1 to ${EVENTS_LIMIT} events`)
    const reasons = reasonsIn(parsed.data.events)
    if (reasons.length === parsed.data.events.length) {
      throw new SyntaxError(`No event can be used: ${shortened(reasons)}`)
    }
    return body
  },

  heads(body, { raw, now }): SignalHead[] {
    const parsed = UsageBody.safeParse(body)
    if (!parsed.success) {
      const type = 'usage.unreadable'
      return [{ dedupeKey: bodyDigest(raw), type, subject: null, occurredAt: now, fromUs: false }]
    }
    const { events } = parsed.data
    const unusable = events.filter(event => !UsageEvent.safeParse(event).success)
    const good = events.flatMap(event => headOf(event) ?? [])
    return unusable.length > 0 ? [...good, headOfUnusable(unusable, now)] : good
  },

  pushed(body, receivedAt): SourceRecord[] {
    const measure = UsageMeasure.safeParse(body)
    if (measure.success) return [usageRecord(measure.data, receivedAt)]
    const several = UsageBody.safeParse(body)
    const reasons = several.success ? reasonsIn(several.data.events) : [whyUnreadable(measure.error)]
    throw new UnreadableAnswer({
      en: `Usage events cannot be used: ${shortened(reasons)}`,
      de: `Nutzungsereignisse sind nicht verwendbar: ${shortened(reasons)}`,
    })
  },
}

function headOf(event: unknown): SignalHead | null {
  const parsed = UsageEvent.safeParse(event)
  if (!parsed.success) return null
  const { id, account, at } = parsed.data
  return {
    dedupeKey: id,
    type: 'usage.measured',
    subject: { type: 'workspace', id: workspaceId(account) },
    occurredAt: at,
    fromUs: false,
    body: JSON.stringify(event),
  }
}

/** All of a request's unusable events as one signal: its owner is told once, and the good ones do not wait. */
function headOfUnusable(events: readonly unknown[], now: number): SignalHead {
  const body = JSON.stringify({ events })
  const dedupeKey = bodyDigest(body)
  const subject = { type: 'workspace', id: `unusable-${dedupeKey}` }
  return { dedupeKey, type: 'usage.unusable', subject, occurredAt: now, fromUs: false, body }
}

const Named = z.object({ id: z.string() })

/** Why each unusable event is, by its id where it has one. */
function reasonsIn(events: readonly unknown[]): string[] {
  return events.flatMap((event, at) => {
    const parsed = UsageEvent.safeParse(event)
    if (parsed.success) return []
    const named = Named.safeParse(event)
    return [
      `${named.success ? named.data.id.slice(0, 200) : `events[${at}]`}: ${whyUnreadable(parsed.error)}`,
    ]
  })
}

function shortened(reasons: readonly string[]): string {
  const more = reasons.length - SHOWN_REASONS
  return reasons.slice(0, SHOWN_REASONS).join(' | ') + (more > 0 ? ` | and ${more} more` : '')
}

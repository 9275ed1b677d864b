import { z } from 'zod'
import { bodyDigest } from '../body-digest.ts'
import type { SignalHead, SignalSource } from '../connector.ts'
import { verifyToken } from '../shared-token.ts'

const Text = z.string().min(1).nullish().catch(null)

/** A webhook tells of an incident or of a component, never of both. */
const StatuspageEvent = z.object({
  incident: z
    .object({
      status: Text,
      updated_at: Text,
      incident_updates: z.array(z.object({ id: Text })).catch([]),
    })
    .nullish()
    .catch(null),
  component_update: z.object({ id: Text, new_status: Text, created_at: Text }).nullish().catch(null),
})
type StatuspageEvent = z.infer<typeof StatuspageEvent>

/** Statuspage signs nothing, so its webhook carries a token of ours. */
export const statuspageSignals: SignalSource = {
  source: 'statuspage',
  verify: verifyToken,

  heads(body, { raw, now }): SignalHead[] {
    const parsed = StatuspageEvent.safeParse(body)
    const { id, type, at } = eventOf(parsed.success ? parsed.data : {})
    const occurredAt = Date.parse(at ?? '')
    const text = raw.toString('utf8')
    const kept = withoutUnsubscribeLink(text)
    return [
      {
        dedupeKey: id ?? bodyDigest(raw),
        type,
        subject: null,
        occurredAt: Number.isNaN(occurredAt) ? now : occurredAt,
        fromUs: false,
        ...(kept !== text && { body: kept }),
      },
    ]
  },
}

interface Told {
  readonly id: string | null | undefined
  readonly type: string
  readonly at: string | null | undefined
}

function eventOf({ incident, component_update: component }: Partial<StatuspageEvent>): Told {
  if (component) {
    const type = `component.${component.new_status ?? 'updated'}`
    return { id: component.id, type, at: component.created_at }
  }
  if (!incident) return { id: null, type: 'unknown', at: null }
  // The newest update comes first.
  const id = incident.incident_updates[0]?.id
  return { id, type: `incident.${incident.status ?? 'updated'}`, at: incident.updated_at }
}

/**
 * Whoever has the link can end the subscription, so it is never stored. It is cut out of the text, which works on a
 * body that is no JSON too and keeps every other byte.
 */
function withoutUnsubscribeLink(text: string): string {
  return text
    .replaceAll(/("unsubscribe"\s*:\s*)"(?:[^"\\]|\\.)*"/gi, '$1null')
    .replaceAll(/\bunsubscribe=[^"&\s\\]+/gi, 'unsubscribe=removed')
}

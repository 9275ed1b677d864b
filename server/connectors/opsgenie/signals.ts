import { z } from 'zod'
import { bodyDigest } from '../body-digest.ts'
import type { SignalHead, SignalSource } from '../connector.ts'
import { verifyToken } from '../shared-token.ts'

const Text = z.string().min(1).nullish().catch(null)
/** Milliseconds or nanoseconds; past 2^53 it comes as its digits. */
const Digits = z
  .union([z.string().regex(/^\d+$/), z.int().nonnegative()])
  .transform(String)
  .nullish()
  .catch(null)

const OpsgenieAlert = z.object({
  action: Text,
  alert: z.object({ alertId: Text, updatedAt: Digits }).catch({ alertId: null, updatedAt: null }),
})

const DIGITS_OF_MS = 13

/** Opsgenie signs nothing, so its webhook carries a token of ours. */
export const opsgenieSignals: SignalSource = {
  source: 'opsgenie',
  verify: verifyToken,

  heads(body, { raw, now }): SignalHead[] {
    const parsed = OpsgenieAlert.safeParse(body)
    const { action, alert } = parsed.success ? parsed.data : { action: null, alert: null }
    const isNamed = action && alert?.alertId && alert.updatedAt
    return [
      {
        dedupeKey: isNamed ? `${alert.alertId}:${action}:${alert.updatedAt}` : bodyDigest(raw),
        type: action ? `alert.${action}` : 'unknown',
        subject: null,
        occurredAt: alert?.updatedAt ? Number(alert.updatedAt.slice(0, DIGITS_OF_MS)) : now,
        fromUs: false,
      },
    ]
  },
}

import { z } from 'zod'
import { Money } from '../../shared/money.ts'
import type { Mode } from '../../shared/preview.ts'

/** What an automation's owner may set; the plan itself is code. Times: milliseconds. */
export const Parameters = z.object({
  maxRefund: z.array(Money).min(1),
  duplicateWithinMs: z.int().positive(),
  decideWithinMs: z.int().positive(),
  executeWithinMs: z.int().positive(),
})
export type Parameters = z.infer<typeof Parameters>

/** One version of an automation. */
export interface Automation {
  readonly name: string
  readonly version: number
  readonly mode: Mode
  /** Null for the version that came with Meshline. */
  readonly authorId: string | null
  readonly parameters: Parameters
}

const HOUR = 3_600_000

/** How an automation stands until somebody publishes a version of their own. */
export const FIRST_PARAMETERS: Parameters = {
  maxRefund: [
    { minor: 50_000, currency: 'usd' },
    { minor: 50_000, currency: 'eur' },
    { minor: 50_000, currency: 'gbp' },
    { minor: 50_000, currency: 'jpy' },
  ],
  duplicateWithinMs: 24 * HOUR,
  decideWithinMs: 24 * HOUR,
  executeWithinMs: HOUR / 4,
}

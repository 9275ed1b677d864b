import type { ClockKind, ClockUnit } from '../../shared/sla.ts'
import type { Mailbox } from './settings.ts'
import type { MailRow } from './store.ts'

/** What a mail says, in no language yet. Texts are other people's words. */
export interface MailFacts extends Mailbox {
  readonly kind: MailRow['kind']
  readonly clock: ClockKind
  readonly unit: ClockUnit
  /** Epoch milliseconds. */
  readonly dueAt: number
  /** Of whoever it goes to; an IANA name. */
  readonly timeZone: string
  /** Milliseconds left, in the clock's unit; past due, the time since, by day and night. */
  readonly lengthMs: number
  readonly customer: string | null
  readonly title: string
  /** Title of the rule that asks for the mail. */
  readonly rule: string
  /** Who has the item, if somebody else has. */
  readonly holder: string | null
  /** Where the ticket is; null where nobody knows. */
  readonly url: string | null
}

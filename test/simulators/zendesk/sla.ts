import type { ZendeskWorld } from './state.ts'
import { isoSeconds } from './ticket.ts'

const MINUTE = 60_000

export interface SlaSeed {
  /** Such as `first_reply_time`. */
  readonly metric: string
  readonly minutes: number
  /** The name of the policy. */
  readonly policy: string
}

/** An SLA policy comes to apply to a ticket, within its latest audit. */
export function applySla(
  { state }: ZendeskWorld,
  ticketId: number,
  { metric, minutes, policy }: SlaSeed,
): void {
  const ticket = state.ticket(ticketId)
  const breachAt = isoSeconds(Date.parse(ticket.updated_at) + minutes * MINUTE)
  const others = (state.slas.get(ticketId) ?? []).filter(sla => sla.metric !== metric)
  state.slas.set(ticketId, [...others, { metric, stage: 'active', breach_at: breachAt, minutes }])
  state.audits
    .get(ticketId)
    ?.at(-1)
    ?.events.push({
      id: state.serial.number(),
      type: 'Change',
      field_name: metric,
      value: { minutes, in_business_hours: false },
      previous_value: null,
      via: {
        channel: 'rule',
        source: { from: { id: 25, title: policy, deleted: false }, to: {}, rel: 'sla_target_change' },
        current_sla_policy: policy,
      },
    })
}

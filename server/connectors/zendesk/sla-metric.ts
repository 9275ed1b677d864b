import type { ClockKind } from '../../../shared/sla.ts'

/** Zendesk's metrics that measure what one of our clocks does. */
const CLOCKS: Readonly<Record<string, ClockKind>> = {
  first_reply_time: 'first-response',
  next_reply_time: 'next-response',
  total_resolution_time: 'resolution',
  requester_wait_time: 'resolution',
}

export function clockOfMetric(metric: string): ClockKind | null {
  return CLOCKS[metric] ?? null
}

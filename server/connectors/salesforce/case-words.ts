import type { TicketPriority } from '../../../shared/billing.ts'

/** What an organization's priorities usually are called. */
const PRIORITIES: Readonly<Record<string, TicketPriority>> = {
  low: 'low',
  medium: 'normal',
  normal: 'normal',
  high: 'high',
  urgent: 'urgent',
  critical: 'urgent',
}

/** Our word for a priority; null for one that an organization made itself. */
export function priorityOf(word: string | null | undefined): TicketPriority | null {
  return PRIORITIES[word?.trim().toLowerCase() ?? ''] ?? null
}

/** Which statuses are closed, and which one a new case has. */
export interface StatusWords {
  readonly closed: ReadonlySet<string>
  readonly first: string
}

/** `closed` for every status in which a case is closed; the organization's own word for any other. */
export function statusOf(word: string, { closed }: StatusWords): string {
  return closed.has(word) ? 'closed' : word
}

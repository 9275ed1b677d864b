import type { Place } from '../../../shared/action.ts'
import { VendorUnavailable } from '../connector.ts'
import { idIn, ruleOf } from './audit-actors.ts'
import { type AuditEvent, readLatestAudits } from './audits.ts'
import type { ZendeskClient } from './client.ts'

/** The name of whoever put a ticket where it lies; null where Zendesk does not tell. */
export function lastToMove(client: ZendeskClient, ticketId: string, place: Place): Promise<string | null> {
  const ids = { group_id: place.group?.id ?? null, assignee_id: place.assignee?.id ?? null }
  const isMove = ({ field_name: field, value }: AuditEvent) =>
    (field === 'group_id' || field === 'assignee_id') && idIn(value) === ids[field]
  return lastWho(client, ticketId, isMove)
}

/** The name of whoever saved a ticket last; null where Zendesk does not tell. */
export function lastToWrite(client: ZendeskClient, ticketId: string): Promise<string | null> {
  return lastWho(client, ticketId, () => true)
}

/** A name makes the words better; that it cannot be read must not make another outcome. */
async function lastWho(
  client: ZendeskClient,
  ticketId: string,
  isIt: (event: AuditEvent) => boolean,
): Promise<string | null> {
  try {
    const { audits, people } = await readLatestAudits(client, ticketId)
    const newestFirst = audits.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
    const audit = newestFirst.find(({ events }) => events.some(isIt))
    const event = audit?.events.findLast(isIt)
    if (!audit || !event) return null
    return ruleOf(audit, event)?.name ?? people.find(({ id }) => id === audit.author_id)?.name ?? null
  } catch (error) {
    if (error instanceof VendorUnavailable) return null
    throw error
  }
}

import type { Actor, ZendeskState } from './state.ts'
import { SITE, type SimTicket } from './ticket.ts'

/**
 * Fills `{{placeholders}}` in as text, without escaping: a quote or a line break in a subject breaks the JSON around
 * it, as it does at Zendesk. Unknown placeholders become empty.
 */
export function renderTemplate(
  template: string,
  state: ZendeskState,
  ticket: SimTicket,
  actor: Actor,
): string {
  const values = valuesOf(state, ticket, actor)
  return template.replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => values[name] ?? '')
}

function valuesOf(state: ZendeskState, ticket: SimTicket, actor: Actor): Record<string, string> {
  const requester = state.users.get(ticket.requester_id)
  const assignee = state.users.get(ticket.assignee_id ?? 0)
  const organization = state.organizations.get(ticket.organization_id ?? 0)
  const user = state.users.get(actor.id)
  return {
    'ticket.id': String(ticket.id),
    'ticket.link': `${SITE}/agent/tickets/${ticket.id}`,
    'ticket.url': `acme.zendesk.com/agent/tickets/${ticket.id}`,
    'ticket.title': ticket.subject,
    'ticket.description': ticket.description,
    'ticket.status': label(ticket.status),
    'ticket.priority': label(ticket.priority),
    'ticket.tags': ticket.tags.join(' '),
    'ticket.external_id': ticket.external_id ?? '',
    'ticket.assignee.email': assignee?.email ?? '',
    'ticket.assignee.name': assignee?.name ?? '',
    'ticket.group.name': state.groups.get(ticket.group_id ?? 0)?.name ?? '',
    'ticket.organization.name': organization?.name ?? '',
    'ticket.organization.external_id': organization?.external_id ?? '',
    'ticket.requester.email': requester?.email ?? '',
    'ticket.requester.name': requester?.name ?? '',
    'ticket.updated_at_with_timestamp': ticket.updated_at,
    'ticket.latest_comment': state.comments.get(ticket.id)?.at(-1)?.body ?? '',
    'current_user.email': user?.email ?? '',
    'current_user.name': user?.name ?? '',
  }
}

/** Placeholders show labels, in the account's language. */
function label(value: string | null): string {
  return value ? value.charAt(0).toUpperCase() + value.slice(1) : '-'
}

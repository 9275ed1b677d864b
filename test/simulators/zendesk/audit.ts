import type { Via } from './ticket.ts'

export interface SimComment {
  readonly id: number
  readonly type: 'Comment'
  readonly author_id: number
  readonly body: string
  readonly html_body: string
  readonly plain_body: string
  readonly public: boolean
  readonly attachments: readonly []
  readonly audit_id: number
  readonly via: Via
  readonly created_at: string
  readonly metadata: { readonly system: object; readonly custom: object }
}

/** `via` only where it is another than the audit's. */
export type AuditEvent =
  | Omit<SimComment, 'via' | 'created_at' | 'metadata'>
  | {
      readonly id: number
      readonly type: 'Change' | 'Create'
      readonly field_name: string
      readonly value: AuditValue
      readonly previous_value?: AuditValue
      readonly via?: Via
    }
  | {
      readonly id: number
      readonly type: 'Notification'
      readonly recipients: readonly number[]
      readonly via: Via
    }

/** Scalars travel as text, tags as a list, an SLA target as an object. */
export type AuditValue = string | readonly string[] | SlaTarget | null

export interface SlaTarget {
  readonly minutes: number
  readonly in_business_hours: boolean
}

/** What one write did to one ticket. */
export interface SimAudit {
  readonly id: number
  readonly ticket_id: number
  readonly created_at: string
  readonly author_id: number
  readonly metadata: { readonly system: object; readonly custom: object }
  readonly events: AuditEvent[]
  readonly via: Via
}

/** The html that Zendesk makes of plain text. */
export function htmlOf(body: string): string {
  const escaped = body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const paragraphs = escaped.split(/\n{2,}/).map(text => `<p dir="auto">${text.replaceAll('\n', '<br>')}</p>`)
  return `<div class="zd-comment" dir="auto">${paragraphs.join('')}</div>`
}

/** The plain text of an html comment. */
export function plainOf(html: string): string {
  return html
    .replaceAll(/<(?:br|\/p|\/li|\/div)[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .trim()
}

export const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const
export type TicketStatus = (typeof STATUSES)[number]

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export type Priority = (typeof PRIORITIES)[number]

export const TYPES = ['question', 'incident', 'problem', 'task'] as const
export type TicketType = (typeof TYPES)[number]

export interface CustomField {
  readonly id: number
  readonly value: unknown
}

export interface Via {
  readonly channel: string
  readonly source: { readonly from: object; readonly to: object; readonly rel: string | null }
  /** Only on changes of an SLA target. */
  readonly current_sla_policy?: string
}

/** A ticket as REST shows it: integer ids, lowercase enums, times without milliseconds. */
export interface SimTicket {
  readonly url: string
  readonly id: number
  external_id: string | null
  readonly via: Via
  readonly created_at: string
  updated_at: string
  generated_timestamp: number
  type: TicketType | null
  subject: string
  raw_subject: string
  readonly description: string
  priority: Priority | null
  status: TicketStatus
  readonly recipient: string | null
  readonly requester_id: number
  readonly submitter_id: number
  assignee_id: number | null
  organization_id: number | null
  group_id: number | null
  readonly collaborator_ids: number[]
  readonly follower_ids: number[]
  readonly email_cc_ids: number[]
  readonly forum_topic_id: null
  readonly problem_id: number | null
  readonly has_incidents: boolean
  readonly is_public: boolean
  readonly due_at: string | null
  tags: string[]
  custom_fields: CustomField[]
  readonly satisfaction_rating: null
  readonly sharing_agreement_ids: number[]
  custom_status_id: number
  readonly encoded_id: string
  fields: CustomField[]
  readonly followup_ids: number[]
  readonly ticket_form_id: number
  readonly brand_id: number
  readonly allow_channelback: boolean
  readonly allow_attachments: boolean
  readonly from_messaging_channel: boolean
}

export interface TicketSeed {
  readonly id: number
  readonly subject: string
  readonly description: string
  readonly requester: {
    readonly id: number
    readonly name: string
    readonly email: string
    readonly organization_id: number | null
  }
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly status?: TicketStatus
  readonly priority?: Priority | null | undefined
  readonly type?: TicketType | null
  readonly tags?: readonly string[]
  readonly assigneeId?: number | null
  readonly groupId?: number | null | undefined
  readonly customFields?: readonly CustomField[]
}

const CUSTOM_STATUS: Readonly<Record<TicketStatus, number>> = {
  new: 1_500_000,
  open: 1_500_001,
  pending: 1_500_002,
  hold: 1_500_003,
  solved: 1_500_004,
  closed: 1_500_004,
}

export const customStatusOf = (status: TicketStatus): number => CUSTOM_STATUS[status]

/** Zendesk's times have a resolution of one second. */
export const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

export const SITE = 'https://acme.zendesk.com'

export const ACCOUNT_ID = 12_514_403

/** A ticket that came by email. */
export function makeTicket(seed: TicketSeed): SimTicket {
  const { id, subject, requester } = seed
  const status = seed.status ?? 'new'
  const createdAt = isoSeconds(seed.createdAt)
  const customFields = [...(seed.customFields ?? [])]
  const from = { address: requester.email, name: requester.name }
  const recipient = 'support@acme.zendesk.com'
  return {
    url: `${SITE}/api/v2/tickets/${id}.json`,
    id,
    external_id: null,
    via: { channel: 'email', source: { from, to: { name: 'Acme Support', address: recipient }, rel: null } },
    created_at: createdAt,
    updated_at: createdAt,
    generated_timestamp: Math.floor(seed.createdAt / 1000),
    type: seed.type ?? null,
    subject,
    raw_subject: subject,
    description: seed.description,
    priority: seed.priority ?? null,
    status,
    recipient,
    requester_id: requester.id,
    submitter_id: requester.id,
    assignee_id: seed.assigneeId ?? null,
    organization_id: requester.organization_id,
    group_id: seed.groupId ?? null,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: null,
    has_incidents: false,
    is_public: true,
    due_at: null,
    tags: [...(seed.tags ?? [])],
    custom_fields: customFields,
    satisfaction_rating: null,
    sharing_agreement_ids: [],
    custom_status_id: customStatusOf(status),
    encoded_id: `Q${id.toString(36).toUpperCase()}-MESH`,
    fields: customFields,
    followup_ids: [],
    ticket_form_id: 360_000_555,
    brand_id: 360_000_111,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
  }
}

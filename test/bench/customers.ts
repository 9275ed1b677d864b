import { aSourceRecord, type SourceRecord } from '../../shared/source-record.ts'

export const ACCOUNTS = 100_000
export const PAGE = 500
/** Records to a commit: what a burst of webhooks or a page of changes comes to. */
export const GROUP = 100
export const START = Date.parse('2026-11-20T09:00:00Z')

/** An account of the CRM, its billing customer and one contact, as an id of one names the other. */
function customer(at: number, readAt: number): SourceRecord[] {
  const crm = { source: 'salesforce', type: 'account', id: `001${at}` }
  const times = { changedAt: readAt, readAt }
  const plan = readAt % 2 === 0 ? 'Scale' : 'Team'
  return [
    aSourceRecord(crm, {
      role: 'account',
      label: `Company ${at}`,
      keys: [{ kind: 'domain', value: `company${at}.example` }],
      fields: [
        { field: 'name', content: { kind: 'text', text: `Company ${at}` } },
        { field: 'account_manager', content: { kind: 'text', text: `Manager ${readAt}` } },
      ],
      ...times,
    }),
    aSourceRecord(
      { source: 'stripe', type: 'customer', id: `cus_${at}` },
      {
        role: 'account',
        label: `Company ${at}`,
        keys: [
          { kind: 'salesforce-account', value: crm.id },
          { kind: 'email', value: `billing@company${at}.example` },
        ],
        fields: [
          { field: 'plan', content: { kind: 'text', text: plan } },
          { field: 'mrr', content: { kind: 'money', money: { minor: readAt % 100_000, currency: 'usd' } } },
        ],
        ...times,
      },
    ),
    aSourceRecord(
      { source: 'salesforce', type: 'contact', id: `003${at}` },
      {
        role: 'person',
        belongsTo: crm,
        label: `Contact ${at}`,
        keys: [{ kind: 'email', value: `dana@company${at}.example` }],
        ...times,
      },
    ),
  ]
}

export function pageFrom(from: number): SourceRecord[] {
  return Array.from({ length: PAGE }, (_, at) => customer(from + at, START)).flat()
}

/** The same accounts change for both ways, each at a time of its own. */
export function changes(round: number, group: number): SourceRecord[] {
  return Array.from({ length: GROUP }, (_, at) => {
    const which = (group * GROUP + at) * 7_919
    const [crm, billed] = customer(which % ACCOUNTS, START + round * 1_000 + 1)
    const record = at % 2 === 0 ? crm : billed
    if (!record) throw new Error('An account has a record in each system')
    return record
  })
}

/** Many people at the customer of the first ticket, and many tickets of theirs. */
export function crowd(): SourceRecord[] {
  const belongsTo = { source: 'salesforce', type: 'account', id: '0010' }
  const times = (at: number) => ({ changedAt: START - at, readAt: START })
  const contacts = Array.from({ length: 5_000 }, (_, at) =>
    aSourceRecord(
      { source: 'salesforce', type: 'contact', id: `003crowd${at}` },
      {
        role: 'person',
        belongsTo,
        label: `Contact ${at}`,
        keys: [{ kind: 'email', value: `c${at}@company0.example` }],
        fields: [{ field: 'language', content: { kind: 'text', text: 'en' } }],
        ...times(at),
      },
    ),
  )
  const tickets = Array.from({ length: 500 }, (_, at) =>
    aSourceRecord(
      { source: 'zendesk', type: 'ticket', id: `crowd${at}` },
      {
        role: 'part',
        belongsTo,
        label: 'A question',
        happenedAt: START - at * 3_600_000,
        state: 'closed',
        fields: [{ field: 'contact', content: { kind: 'text', text: `Contact ${at}` } }],
        ...times(at * 3_600_000),
      },
    ),
  )
  return [...contacts, ...tickets]
}

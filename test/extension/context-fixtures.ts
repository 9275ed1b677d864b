import type { FieldContent } from '../../shared/context-record.ts'
import type { IdentityAnswer, IdentityQuestion } from '../../shared/identity-question.ts'
import type { AccountSources, LinkedRecord, SourceState } from '../../shared/panel.ts'
import type { SlaReport } from '../../shared/sla-report.ts'
import type { FieldAccuracy, Mismatch, Validation } from '../../shared/validation.ts'
import { DAY, HOUR, MINUTE } from './preview-fixtures.ts'

/** An account that calls itself what nobody should. */
export const HOSTILE_NAME = '<img src=x onerror="document.title=1">Acme & Söhne'

const both = (text: string) => ({ en: text, de: text })

export function linked(
  [source, type, id]: [string, string, string],
  now: number,
  change: Partial<LinkedRecord> = {},
): LinkedRecord {
  return {
    name: { source, type, id },
    label: `${source} ${id}`,
    url: `https://${source}.example/${type}/${id}`,
    state: null,
    happenedAt: null,
    changedAt: now - DAY,
    readAt: now - MINUTE,
    gone: false,
    ...change,
  }
}

export function accountSources(ticketId: string, now: number): AccountSources {
  return {
    accounts: [
      linked(['salesforce', 'account', '0015g00000AbCdEAAV'], now, { label: 'Acme Corp' }),
      linked(['stripe', 'customer', 'cus_Acme'], now, { label: 'Acme Corp' }),
      linked(['zendesk', 'organization', '9001'], now, { label: 'Acme' }),
      linked(['hubspot', 'company', '77'], now, { label: 'ACME Inc', gone: true }),
    ],
    recentContacts: [
      linked(['zendesk', 'ticket', ticketId], now, {
        label: 'Charged twice',
        state: 'open',
        happenedAt: now - 2 * HOUR,
      }),
      linked(['salesforce', 'case', '5005g'], now, {
        label: 'Invoice address must be changed before the renewal in February, please',
        state: 'closed',
        happenedAt: now - 3 * DAY,
      }),
      linked(['zendesk', 'ticket', '35001'], now, {
        label: 'Cannot log in',
        state: 'solved',
        happenedAt: now - 12 * DAY,
        gone: true,
      }),
    ],
    counts: [
      { source: 'salesforce', type: 'contact', count: 5000 },
      { source: 'salesforce', type: 'opportunity', count: 1 },
      { source: 'zendesk', type: 'ticket', count: 312 },
      { source: 'stripe', type: 'mandate', count: 2 },
    ],
  }
}

export function question(id: string, change: Partial<IdentityQuestion> = {}): IdentityQuestion {
  return {
    id,
    subject: { source: 'zendesk', type: 'user', id: '4711' },
    sharedKind: 'email',
    shared: 'dana@acme.example',
    choices: [
      {
        record: { source: 'salesforce', type: 'account', id: '0015g00000AbCdEAAV' },
        accountId: 'ctx_acme',
        label: 'Acme Corp',
        url: 'https://acme.lightning.force.com/lightning/r/Account/0015g00000AbCdEAAV/view',
        hint: 'Berlin, Scale',
      },
      {
        record: { source: 'stripe', type: 'customer', id: 'cus_Hostile' },
        accountId: 'ctx_hostile',
        label: HOSTILE_NAME,
        url: 'javascript:alert(1)',
        hint: '<script>document.title=2</script> cus_Hostile',
      },
    ],
    ...change,
  }
}

export function answer(id: string, now: number, change: Partial<IdentityAnswer> = {}): IdentityAnswer {
  return {
    id,
    subject: { source: 'zendesk', type: 'user', id: '4711' },
    chosen: { source: 'salesforce', type: 'account', id: '0015g00000AbCdEAAV' },
    label: 'Acme Corp',
    person: { id: 'mem_2', name: 'Ben Okafor' },
    reason: { code: 'asked-the-customer', text: 'She signs for both, this is the one she wrote about' },
    at: now - 5 * MINUTE,
    undone: null,
    ...change,
  }
}

const text = (words: string): FieldContent => ({ kind: 'text', text: words })
const usd = (minor: number): FieldContent => ({ kind: 'money', money: { minor, currency: 'usd' } })

const FIELDS: FieldAccuracy[] = [
  { field: 'name', compared: 96, right: 96 },
  { field: 'mrr', compared: 88, right: 84 },
  { field: 'plan', compared: 84, right: 82 },
  { field: 'payment_status', compared: 84, right: 82 },
  { field: 'renews_at', compared: 80, right: 80 },
  { field: 'health', compared: 68, right: 68 },
]

function mismatches(): Mismatch[] {
  const one = (
    account: string,
    field: Mismatch['field'],
    source: string,
    said: [FieldContent | null, FieldContent | null],
  ): Mismatch => ({
    accountId: `ctx_${account}`,
    account,
    field,
    source,
    sourceId: `${source}-${account}`,
    held: said[0],
    live: said[1],
  })
  return [
    one('Acme Corp', 'mrr', 'stripe', [usd(420000), usd(399000)]),
    one('Gringotts', 'mrr', 'stripe', [usd(99900), null]),
    one('Oscorp Industries Holding', 'mrr', 'salesforce', [null, usd(1250000)]),
    one('Wonka', 'mrr', 'stripe', [usd(5000), usd(7500)]),
    one(HOSTILE_NAME, 'plan', 'stripe', [text('Scale'), text('Scale, annual')]),
    one('Umbrella', 'plan', 'stripe', [text('Team'), text('Enterprise')]),
    one('Initech', 'payment_status', 'stripe', [text('active'), text('past_due')]),
    one('Hooli', 'payment_status', 'stripe', [text('past_due'), text('canceled')]),
  ]
}

export function validation(id: string, startedAt: number, change: Partial<Validation> = {}): Validation {
  return {
    id,
    startedAt,
    finishedAt: startedAt + 40_000,
    sampled: 50,
    population: 41200,
    done: 50,
    unreadable: 3,
    compared: 500,
    right: 492,
    fields: FIELDS,
    mismatches: mismatches(),
    startedBy: 'Ben Okafor',
    signed: null,
    ...change,
  }
}

/** A check a week, better over time. */
export function pastValidations(now: number): Validation[] {
  return [455, 470, 468, 481, 487].map((right, week) =>
    validation(`val_past_${week}`, now - (6 - week) * 7 * DAY, {
      right,
      signed:
        week === 4
          ? {
              person: { id: 'mem_3', name: 'Cleo Marsh' },
              at: now - 13 * DAY,
              note: 'Good enough for canary',
            }
          : null,
    }),
  )
}

export function sources(now: number): SourceState[] {
  return [
    { source: 'zendesk', syncedAt: now - 2 * MINUTE, backfill: null, trouble: null },
    { source: 'salesforce', syncedAt: null, backfill: { read: 41200, total: 100000 }, trouble: null },
    {
      source: 'stripe',
      syncedAt: now - 3 * DAY,
      backfill: null,
      trouble: both('Stripe refuses the key: expired'),
    },
    { source: 'hubspot', syncedAt: null, backfill: { read: 800, total: null }, trouble: null },
  ]
}

/** A month in which most things went well. */
export function slaReport(now: number): SlaReport {
  const pause = {
    title: 'Charged twice',
    kind: 'resolution',
    actor: 'Ben Okafor',
    cause: 'status pending',
  } as const
  return {
    from: now - 30 * 24 * HOUR,
    until: now,
    misses: 41,
    lateness: { p50Ms: 96, p99Ms: 420, worstMs: 1204 },
    recomputed: { at: now - 9 * HOUR, clocks: 1204, differing: 1 },
    latePauses: [{ itemId: 'itm_1', ...pause, at: now - 26 * HOUR, leftMs: 12 * MINUTE, unit: 'business' }],
    habits: [{ actor: 'Ben Okafor', pauses: 8, late: 3 }],
  }
}

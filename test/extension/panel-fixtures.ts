import {
  type ContextField,
  type ContextFieldName,
  type ContextRecord,
  type FieldValue,
  ruleOf,
} from '../../shared/context-record.ts'
import type { KnownPanel } from '../../shared/panel.ts'
import { accountSources } from './context-fixtures.ts'
import { DAY, HOUR, MINUTE, preview, SECOND, usd } from './preview-fixtures.ts'

/** A subject as hostile as customers are inventive. */
export const HOSTILE_SUBJECT =
  '<img src=x onerror="document.title=1"> Charged twice 😡 <script>alert(1)</script>'

const both = (text: string) => ({ en: text, de: text })

export function panelFor(id: string, now: number, change: Partial<KnownPanel> = {}): KnownPanel {
  return {
    kind: 'known',
    record: { host: 'zendesk', type: 'ticket', id },
    readAt: now,
    item: {
      id: `itm_${id}`,
      kind: 'billing-dispute',
      status: 'open',
      pendingReason: null,
      title: HOSTILE_SUBJECT,
      links: [],
    },
    account: accountRecord(now),
    sources: accountSources(id, now),
    identityQuestions: [],
    identityAnswers: [],
    ownership: {
      role: 'billing-resolver',
      person: { id: 'mem_1', name: 'Ana Ruiz' },
      fallback: { id: 'mem_2', name: 'Ben Okafor' },
      path: [
        both('A dispute with evidence due goes to billing-resolver'),
        both('Ana Ruiz holds billing-resolver first'),
      ],
      gap: null,
      rule: { name: 'billing', title: 'Billing', version: 3 },
      setBy: 'rule',
      groups: { zendesk: 'Billing' },
      retryAt: null,
    },
    routing: {
      place: { group: 'Support', assignee: null },
      agrees: false,
      conditions: [
        {
          outcome: 'passed',
          sentence: both('Tags include any of billing'),
          seen: both('billing, vip'),
          source: 'zendesk',
          readAt: now - 12 * SECOND,
        },
      ],
      handoffs: [],
    },
    clocks: [
      {
        id: 'clk_1',
        kind: 'approval-wait',
        unit: 'business',
        calendar: null,
        startedAt: now - 4 * HOUR,
        targetMs: 3 * HOUR + 42 * MINUTE + 10 * SECOND,
        dueAt: now + 42 * MINUTE + 10 * SECOND,
        stoppedAt: null,
        pauses: [{ from: now - 2 * HOUR, until: now - HOUR, cause: 'status pending', actor: 'Ben Okafor' }],
        warnAt: [0.8],
        origin: { rule: 'everybody', policyVersion: 3, calendarVersion: null },
      },
      {
        id: 'clk_2',
        kind: 'dispute-evidence',
        unit: 'calendar',
        calendar: null,
        startedAt: now - DAY,
        targetMs: 7 * DAY + 4 * HOUR,
        dueAt: now + 6 * DAY + 4 * HOUR,
        stoppedAt: null,
        pauses: [],
        warnAt: [0.8],
        origin: null,
      },
    ],
    nativeSla: [],
    previews: [{ preview: preview(now), may: { kind: 'allowed' } }],
    runs: [],
    exceptions: [],
    links: [
      { label: both('Stripe'), url: 'https://dashboard.stripe.com/payments/ch_3PqR' },
      { label: both('Zendesk'), url: `https://acme.zendesk.com/agent/tickets/${id}` },
    ],
    ...change,
  }
}

function accountRecord(now: number): ContextRecord {
  const value = (content: FieldValue['content'], source: string, age: number): FieldValue => ({
    content,
    source,
    sourceId: `${source}-1`,
    changedAt: now - age - HOUR,
    readAt: now - age,
  })
  const text = (words: string, source: string, age = MINUTE) =>
    value({ kind: 'text', text: words }, source, age)
  const money = (minor: number, worked: string): FieldValue['content'] => ({
    kind: 'money',
    money: usd(minor),
    worked,
  })
  const field = (name: ContextFieldName, holds: FieldValue, losing: FieldValue[] = []): ContextField => ({
    field: name,
    rule: ruleOf(name),
    value: holds,
    losing,
  })
  return {
    id: 'ctx_acme',
    hash: 'c'.repeat(64),
    fields: [
      field('name', text('Acme Corp', 'zendesk')),
      field('tier', text('Enterprise', 'salesforce', HOUR)),
      field('account_manager', text('Mia Chen', 'salesforce', HOUR)),
      field('plan', text('Scale, annual', 'stripe')),
      field('mrr', value(money(420000, 'Scale 2 x $2,100.00 a month'), 'stripe', 26 * HOUR), [
        value(money(399000, 'Contract amount / 12'), 'salesforce', 5 * HOUR),
      ]),
      field('payment_status', text('past_due', 'stripe'), [text('active', 'salesforce', 5 * HOUR)]),
      field('renews_at', value({ kind: 'date', at: now + 70 * DAY }, 'stripe', MINUTE)),
      field('health', text('62, falling', 'salesforce', 50 * HOUR)),
      field('language', text('de', 'zendesk')),
      field('contacts_30d', value({ kind: 'count', count: 3 }, 'zendesk', MINUTE)),
      field('disputes', text('1 won 2025-06', 'stripe')),
    ],
  }
}

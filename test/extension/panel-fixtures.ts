import type { FieldValue } from '../../shared/context-record.ts'
import type { KnownPanel } from '../../shared/panel.ts'
import { DAY, HOUR, MINUTE, preview, SECOND, usd } from './preview-fixtures.ts'

/** A subject as hostile as customers are inventive. */
export const HOSTILE_SUBJECT =
  '<img src=x onerror="document.title=1"> Charged twice 😡 <script>alert(1)</script>'

const both = (text: string) => ({ en: text, de: text })

export function panelFor(id: string, now: number, change: Partial<KnownPanel> = {}): KnownPanel {
  const value = (content: FieldValue['content'], source: string, age: number): FieldValue => ({
    content,
    source,
    sourceId: `${source}-1`,
    changedAt: now - age - HOUR,
    readAt: now - age,
  })
  const text = (words: string, source: string, age = MINUTE) =>
    value({ kind: 'text', text: words }, source, age)
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
    account: {
      id: 'ctx_acme',
      fields: [
        { field: 'name', value: text('Acme Corp', 'zendesk'), losing: [] },
        { field: 'tier', value: text('Enterprise', 'salesforce', HOUR), losing: [] },
        {
          field: 'mrr',
          value: value({ kind: 'money', money: usd(420000) }, 'salesforce', 26 * HOUR),
          losing: [],
        },
        { field: 'plan', value: text('Scale, annual', 'stripe'), losing: [] },
        {
          field: 'payment_status',
          value: text('past_due', 'stripe'),
          losing: [text('active', 'salesforce', 5 * HOUR)],
        },
        {
          field: 'renews_at',
          value: value({ kind: 'date', at: now + 70 * DAY }, 'stripe', MINUTE),
          losing: [],
        },
      ],
    },
    ownership: {
      role: 'billing-resolver',
      person: { id: 'mem_1', name: 'Ana Ruiz' },
      fallback: { id: 'mem_2', name: 'Ben Okafor' },
      path: [
        both('A dispute with evidence due goes to billing-resolver'),
        both('Ana Ruiz holds billing-resolver first'),
      ],
      gap: null,
    },
    clocks: [
      {
        id: 'clk_1',
        kind: 'approval-wait',
        unit: 'business',
        startedAt: now - 3 * HOUR,
        dueAt: now + 42 * MINUTE + 10 * SECOND,
        stoppedAt: null,
        pauses: [{ from: now - 2 * HOUR, until: now - HOUR, cause: 'night' }],
      },
      {
        id: 'clk_2',
        kind: 'dispute-evidence',
        unit: 'calendar',
        startedAt: now - DAY,
        dueAt: now + 6 * DAY + 4 * HOUR,
        stoppedAt: null,
        pauses: [],
      },
    ],
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

import type { PlannedEffect } from '../../shared/action.ts'
import { unspoken } from '../../shared/locale.ts'
import type { PanelPreview } from '../../shared/panel.ts'
import type { Preview, Run } from '../../shared/preview.ts'
import { reason } from '../../shared/verdict.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const usd = (minor: number) => ({ minor, currency: 'usd' })

function refundEffect(): PlannedEffect {
  return {
    spec: {
      kind: 'refund',
      vendor: 'stripe',
      chargeId: 'ch_3PqR',
      amount: usd(4900),
      refundable: usd(4900),
      paidWith: 'visa ...4242',
      purpose: 'duplicate',
    },
    request: {
      method: 'POST',
      path: '/v1/refunds',
      params: { charge: 'ch_3PqR', amount: 4900, reason: 'duplicate' },
      key: 'refund:ch_3PqR:duplicate',
    },
    title: { en: 'Refund $49.00 to visa ...4242', de: '49,00 $ auf visa ...4242 erstatten' },
    changes: [{ field: unspoken('refunded'), before: unspoken('$0.00'), after: unspoken('$49.00') }],
    reversibility: 'irreversible',
    reversibilityReason: {
      en: 'A card refund cannot be called back once Stripe has taken it',
      de: 'Eine Kartenerstattung lässt sich nicht zurückholen, sobald Stripe sie angenommen hat',
    },
  }
}

function ticketEffect(id: string): PlannedEffect {
  return {
    spec: {
      kind: 'ticket-fields',
      vendor: 'zendesk',
      ticketId: id,
      before: { status: 'open', tags: ['billing'] },
      after: { status: 'pending', tags: ['billing', 'refunded'] },
    },
    request: {
      method: 'PUT',
      path: `/api/v2/tickets/${id}.json`,
      params: { ticket: { status: 'pending' } },
      key: `ticket:${id}:1`,
    },
    title: { en: 'Set the ticket to pending and tag it', de: 'Ticket auf wartend setzen und markieren' },
    changes: [
      { field: unspoken('status'), before: unspoken('open'), after: unspoken('pending') },
      { field: unspoken('tags'), before: unspoken('billing'), after: unspoken('billing, refunded') },
    ],
    reversibility: 'reversible',
    reversibilityReason: { en: 'The fields can be set back', de: 'Die Felder lassen sich zurücksetzen' },
  }
}

export function preview(now: number, change: Partial<Preview> = {}): Preview {
  const used = (field: string, source: string, readAt: number, warnAfterMs: number) => ({
    field,
    source,
    sourceId: 'x',
    changedAt: readAt - HOUR,
    readAt,
    warnAfterMs,
    errorAfterMs: 3 * DAY,
  })
  return {
    id: 'prv_1',
    hash: 'a'.repeat(64),
    contextHash: 'b'.repeat(64),
    automation: 'billing-inquiry-refund',
    version: 3,
    mode: 'soft-auto',
    author: { id: 'mem_9', name: 'Alex Builder' },
    actionClass: 'money',
    state: 'proposed',
    effects: [refundEffect(), ticketEffect('35436')],
    worked: {
      lines: [
        { label: { en: 'Charge ch_3PqR', de: 'Zahlung ch_3PqR' }, amount: usd(4900), sign: '+' },
        { label: { en: 'Already refunded', de: 'Schon erstattet' }, amount: usd(0), sign: '-' },
        { label: { en: 'Refund', de: 'Erstattung' }, amount: usd(4900), sign: '=' },
      ],
      result: usd(4900),
    },
    verdict: {
      kind: 'suggest',
      reasons: [
        reason('duplicate-charge', 'passed', {
          seen: {
            en: 'The same customer paid $49.00 twice, 2 min apart',
            de: 'Derselbe Kunde zahlte 49,00 $ zweimal im Abstand von 2 min',
          },
          needed: {
            en: 'Two equal charges within a day',
            de: 'Zwei gleiche Zahlungen innerhalb eines Tages',
          },
        }),
        reason('no-open-chargeback', 'passed', {
          seen: { en: 'The dispute is an inquiry', de: 'Der Streitfall ist eine Anfrage' },
          needed: { en: 'No open chargeback', de: 'Keine offene Rückbuchung' },
        }),
      ],
    },
    used: [
      used('dispute.status', 'stripe', now - 12 * SECOND, 5 * MINUTE),
      used('mrr', 'salesforce', now - 26 * HOUR, 24 * HOUR),
    ],
    offers: [],
    createdAt: now - 10 * MINUTE,
    decideBy: now + 3 * HOUR + 12 * MINUTE + 30 * SECOND,
    executeWithinMs: 15 * MINUTE,
    decision: null,
    ...change,
  }
}

export function run(now: number): Run {
  return {
    id: 'run_1',
    kind: 'apply',
    previewId: 'prv_1',
    automation: 'billing-inquiry-refund',
    version: 3,
    state: 'done',
    authority: { kind: 'person', person: { id: 'mem_1', name: 'Ana Ruiz' } },
    reason: { code: 'duplicate-charge', text: '' },
    createdAt: now - MINUTE,
    executeBy: now + 14 * MINUTE,
    finishedAt: now - 50 * SECOND,
    effects: [
      {
        id: 'eff_1',
        planned: refundEffect(),
        state: 'done',
        attempts: 1,
        externalId: 're_3PqRxyz',
        problem: null,
        finishedAt: now - 55 * SECOND,
        undo: {
          kind: 'not-offered',
          why: {
            en: 'A card refund cannot be undone',
            de: 'Eine Kartenerstattung lässt sich nicht zurücknehmen',
          },
        },
      },
      {
        id: 'eff_2',
        planned: ticketEffect('35436'),
        state: 'done',
        attempts: 2,
        externalId: null,
        problem: null,
        finishedAt: now - 50 * SECOND,
        undo: { kind: 'offered', label: { en: 'Undo the ticket change', de: 'Ticketänderung zurücknehmen' } },
      },
    ],
  }
}

export function blocked(now: number): PanelPreview {
  const chargeback = reason('no-open-chargeback', 'failed', {
    seen: {
      en: 'The bank has taken the money back: chargeback dp_1 needs a response',
      de: 'Die Bank hat das Geld zurückgeholt: Rückbuchung dp_1 braucht eine Antwort',
    },
    needed: {
      en: 'No open chargeback; a refund would pay twice',
      de: 'Keine offene Rückbuchung; eine Erstattung zahlte doppelt',
    },
  })
  const shown = preview(now, {
    state: 'blocked',
    verdict: { kind: 'blocked', reasons: [...preview(now).verdict.reasons.slice(0, 1), chargeback] },
    offers: [
      {
        kind: 'evidence',
        label: { en: 'Submit evidence in Stripe', de: 'Belege in Stripe einreichen' },
        url: 'https://dashboard.stripe.com/disputes/dp_1',
      },
    ],
  })
  return { preview: shown, may: { kind: 'refused', reasons: [chargeback] } }
}

export function notAllowed(now: number): PanelPreview {
  const holdsRole = reason('holds-role', 'failed', {
    seen: { en: 'Your roles: support-manager', de: 'Ihre Rollen: support-manager' },
    needed: { en: 'Role billing-resolver', de: 'Rolle billing-resolver' },
  })
  return { preview: preview(now), may: { kind: 'refused', reasons: [holdsRole] } }
}

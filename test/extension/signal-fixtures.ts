import type { SignalEntry } from '../../shared/signal-entry.ts'

/** A dispute's webhook that was worked on, a second ago. */
export function signalEntry(id: string, change: Partial<SignalEntry> = {}): SignalEntry {
  return {
    id,
    source: 'stripe',
    type: 'charge.dispute.created',
    subject: 'dispute:du_1SVmeshDisp0001',
    state: 'processed',
    occurredAt: Date.now() - 2000,
    receivedAt: Date.now() - 1000,
    attempts: 1,
    nextAt: null,
    note: null,
    noReplay: null,
    ...change,
  }
}

/** One of every state, the newest first. */
export function signalsOfEachState(): SignalEntry[] {
  const stuck = 'Stripe names a charge in dollars, which is no currency'
  const none = 'The vendor no longer knows it'
  return [
    signalEntry('sig_waits', {
      state: 'stored',
      attempts: 3,
      nextAt: Date.now() + 270_000,
      note: {
        en: 'Zendesk does not answer. Signals from zendesk wait and are tried again by themselves.',
        de: 'Zendesk antwortet nicht. Signale von zendesk warten und werden von selbst wieder versucht.',
      },
      source: 'zendesk',
      type: 'zen:event-type:ticket.comment_added',
      subject: 'ticket:35436',
    }),
    signalEntry('sig_done'),
    signalEntry('sig_polled', {
      source: 'salesforce',
      type: 'poll.changed',
      subject: 'account:0015g00000XyZ12AAF',
    }),
    signalEntry('sig_stuck', { state: 'unreadable', attempts: 1, note: { en: stuck, de: stuck } }),
    signalEntry('sig_broken', {
      state: 'unreadable',
      source: 'zendesk',
      type: 'unreadable',
      subject: null,
      attempts: 0,
      note: { en: 'Unexpected token } in JSON', de: 'Unexpected token } in JSON' },
      noReplay: 'unreadable',
    }),
    signalEntry('sig_gone', { state: 'ignored', note: { en: none, de: none } }),
    signalEntry('sig_other', {
      state: 'ignored',
      type: 'radar.early_fraud_warning.created',
      subject: null,
      attempts: 0,
      noReplay: 'without-subject',
    }),
  ]
}

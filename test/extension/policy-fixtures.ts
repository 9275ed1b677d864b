import type { Backtest } from '../../shared/backtest.ts'
import { NO_COUNTS } from '../../shared/backtest.ts'
import type { PolicyView } from '../../shared/policy-check.ts'
import { FIRST_ROUTING_POLICY } from '../../shared/routing-policy.ts'

const HOUR = 3_600_000

export const OFFICE = {
  name: 'office',
  timeZone: 'Europe/Berlin',
  week: {
    monday: [{ from: '09:00', until: '17:00' }],
    tuesday: [{ from: '09:00', until: '17:00' }],
    wednesday: [{ from: '09:00', until: '17:00' }],
    thursday: [{ from: '09:00', until: '17:00' }],
    friday: [{ from: '09:00', until: '17:00' }],
    saturday: [],
    sunday: [],
  },
  holidays: [],
  breaks: [],
  overrides: [],
}

const [BILLING, REST] = FIRST_ROUTING_POLICY.rules

/** Large accounts, billing, everything else; one test that passes. */
export const ROUTING = {
  teams: [{ name: 'emea', role: 'account-manager', members: [], groups: {} }],
  rules: [
    {
      name: 'large',
      title: 'Large accounts',
      owner: 'rita@acme.test',
      when: {
        all: [
          {
            field: 'account.mrr',
            operator: 'greater_than_equal',
            value: { minor: 500_000, currency: 'usd' },
          },
        ],
        any: [],
      },
      assign: { role: 'account-manager', team: 'emea', accountField: 'account_manager', spread: 'first' },
      fallback: 'support-manager',
    },
    BILLING,
    REST,
  ],
  tests: [{ name: 'A bill', facts: { 'item.kind': 'billing-inquiry' }, rule: 'billing' }],
}

export const SLA = {
  rules: [
    {
      name: 'everybody',
      title: 'Everybody',
      owner: 'rita@acme.test',
      when: { all: [], any: [] },
      calendar: 'office',
      targets: {
        'first-response': {
          unit: 'business',
          within: { default: '4h', urgent: '30m' },
          pausedIn: ['pending'],
        },
      },
      warnAt: [0.8],
      bumps: [],
    },
  ],
}

export function policyView(policy: object, version = 1): PolicyView {
  const notes = Array.from({ length: version }, (_, index) => ({
    version: version - index,
    author: 'rita@acme.test',
    reason: `reason ${version - index}`,
    createdAt: Date.now() - (index + 1) * HOUR,
  }))
  const [newest] = notes
  const nobody = { version: 0, author: null, reason: null, createdAt: null }
  return { ...(newest ?? nobody), policy: { ...policy }, history: notes }
}

/** 40 items, one that would go elsewhere. */
export function backtest(change: Partial<Backtest> = {}): Backtest {
  const now = Date.now()
  return {
    id: 'bkt_1',
    kind: 'routing',
    days: 30,
    baseVersion: 1,
    startedBy: 'Ana Ruiz',
    startedAt: now,
    finishedAt: now,
    cancelled: false,
    population: 40,
    done: 40,
    counts: { ...NO_COUNTS, changed: 1, differs: 1 },
    rules: [{ rule: 'large', items: 3 }],
    rows: [
      {
        kind: 'route',
        itemId: 'itm_1',
        title: 'Where is my invoice?',
        at: now - HOUR,
        happened: { role: 'support-manager', person: 'Sam Support', rule: 'Everything else' },
        before: {
          rule: 'everything-else',
          title: 'Everything else',
          role: 'support-manager',
          team: null,
          fallback: 'admin',
        },
        after: {
          rule: 'large',
          title: 'Large accounts',
          role: 'account-manager',
          team: 'emea',
          fallback: 'support-manager',
        },
      },
    ],
    ...change,
  }
}

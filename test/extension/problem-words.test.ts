import { describe, expect, it } from 'vitest'
import { problemInGerman } from '../../extension/strings/de-problems.ts'
import { CalendarsPolicy } from '../../shared/calendars-policy.ts'
import { problemsIn } from '../../shared/policy-check.ts'
import { FIRST_ROUTING_POLICY, RoutingPolicy } from '../../shared/routing-policy.ts'
import { SlaPolicy } from '../../shared/sla-policy.ts'
import { OFFICE, ROUTING, SLA } from './policy-fixtures.ts'

const [LARGE] = ROUTING.rules
const [EVERYBODY] = SLA.rules
const LAST = FIRST_ROUTING_POLICY.rules[1]

const route = (change: object) => ({ ...ROUTING, rules: [{ ...LARGE, ...change }, LAST] })
const asking = (...all: object[]) => route({ when: { all } })
const clocks = (change: object) => ({ rules: [{ ...EVERYBODY, ...change }] })
const open = (change: object) => ({ calendars: [{ ...OFFICE, ...change }] })
const response = (change: object) =>
  clocks({ targets: { 'first-response': { unit: 'business', within: { default: '4h' }, ...change } } })

const ROUTES: readonly object[] = [
  {},
  { rules: [] },
  { rules: [LAST, LAST] },
  { rules: [LARGE] },
  { rules: [LAST, 7], teams: 'none', tests: 7, more: 1 },
  {
    ...ROUTING,
    teams: [{ name: 'Not So', role: 'boss', members: ['nobody', 7], groups: { zendesk: ' ' }, more: 1 }],
  },
  { ...ROUTING, teams: [...ROUTING.teams, ...ROUTING.teams] },
  { ...ROUTING, teams: [] },
  {
    ...ROUTING,
    tests: [{ name: '', facts: { 'ticket.tag': 1, nothing: 1, 'ticket.tags': 1, 'account.mrr': 1 } }],
  },
  {
    ...ROUTING,
    tests: [
      {
        name: 'x',
        facts: {
          'ticket.priority': 'urgentt',
          'ticket.subject': 1,
          'account.renews_at': 'soon',
          'account.health': 'bad',
        },
        rule: null,
      },
    ],
  },
  route({
    title: ' ',
    name: 'Ü',
    owner: 'rita',
    assign: { role: 'billing-resolver', team: 'emea' },
    fallback: 'boss',
  }),
  route({ title: 'x'.repeat(201), when: 7, assign: { role: 'admin', team: 'apac', spread: 'all' } }),
  route({ when: { all: [7], any: 'none', none: [] } }),
  asking({ field: 'account.mr', operator: 'is', value: 1 }, { field: 'x', operator: 'iss', value: {} }),
  asking(
    { field: 'ticket.tags', operator: 'is', value: 'x' },
    { field: 'ticket.tags', operator: 'includes', value: [] },
  ),
  asking(
    { field: 'ticket.priority', operator: 'is', value: 'urgentt' },
    { field: 'ticket.priority', operator: 'present', value: 'x' },
  ),
  asking(
    { field: 'ticket.subject', operator: 'includes', value: ['!'] },
    { field: 'ticket.subject', operator: 'includes', value: [] },
  ),
  asking(
    { field: 'ticket.subject', operator: 'is', value: '' },
    { field: 'account.health', operator: 'is', value: 'x' },
  ),
  asking(
    { field: 'account.mrr', operator: 'is', value: 5 },
    { field: 'account.mrr', operator: 'is', value: { minor: 1, currency: 'xxq' } },
  ),
  asking(
    { field: 'account.renews_at', operator: 'before', value: 'soon' },
    { field: 'account.renews_at', operator: 'within_next_n_days', value: 0 },
  ),
  asking(...Array.from({ length: 101 }, () => ({ field: 'ticket.priority', operator: 'is', value: 'low' }))),
]

const CLOCKS: readonly object[] = [
  { rules: [EVERYBODY, EVERYBODY] },
  clocks({ calendar: null }),
  clocks({ targets: {} }),
  clocks({ owner: '', warnAt: [0, 2, 'x'] }),
  clocks({
    warnAt: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    bumps: [{ to: 'boss' }, { after: 'soon', to: 'admin' }, 7],
  }),
  clocks({ bumps: [{ to: 'admin' }, { to: 'admin' }] }),
  clocks({ targets: { forever: {} } }),
  response({ unit: 'weeks', within: { default: '2 weeks', urgent: 7 }, pausedIn: [''] }),
  response({ within: {}, pausedIn: 'pending', more: 1 }),
]

const CALENDARS: readonly object[] = [
  open({ timeZone: 'Europe/Belin', holidays: 7 }),
  open({ timeZone: 7, breaks: [7], overrides: [{ date: '2026-02-30', intervals: 'x', name: '' }] }),
  open({ week: { ...OFFICE.week, monday: [{ from: 9, until: '25:00' }] } }),
  open({
    week: {
      ...OFFICE.week,
      monday: [
        { from: '09:00', until: '08:00' },
        { from: '09:00', until: '00:00' },
      ],
    },
  }),
  open({ week: { ...OFFICE.week, monday: [{ from: '09:00', until: '17:00', overnight: true }] } }),
  open({
    week: {
      ...OFFICE.week,
      monday: [
        { from: '09:00', until: '17:00' },
        { from: '16:00', until: '18:00' },
      ],
    },
  }),
  open({ week: { ...OFFICE.week, monday: [{ from: '22:00', until: '10:00', overnight: true }] } }),
  open({ week: 7, more: 1 }),
  open({
    holidays: [
      { date: '2026-12-25', name: 'x' },
      { date: '2026-12-25', name: 'y' },
    ],
  }),
  open({ holidays: [{ date: 'x', name: 7, more: 1 }] }),
  open({
    breaks: [
      { date: '2026-12-25', from: '10:00', until: '12:00', name: 'x' },
      { date: '2026-12-25', from: '11:00', until: '13:00', name: 'y' },
      { date: '2026-12-25', from: '12:00', until: '11:00', name: 'z' },
    ],
  }),
]

function messagesOf(): Set<string> {
  const wrong = [
    ...ROUTES.map(document => RoutingPolicy.safeParse(document)),
    ...CLOCKS.map(document => SlaPolicy.safeParse(document)),
    ...CALENDARS.map(document => CalendarsPolicy.safeParse(document)),
  ]
  return new Set(wrong.flatMap(({ error }) => (error ? problemsIn(error).map(({ message }) => message) : [])))
}

/** What only the server can see of a policy; its own tests hold it to these words. */
const SEEN_BY_THE_SERVER = [
  'Test “A bill”: expected billing, but everything-else matches',
  'Test “A bill”: expected no rule, but billing matches',
  'Test “A bill”: expected billing, but no rule matches',
  'bea@acme.test is no active member',
  'Nobody holds the role admin',
  'There is no calendar office; add it first: meshline policy set calendars <file>',
  'The SLA policy counts by the calendar office; keep it, or change that policy first',
]

describe('what is wrong with a policy', () => {
  it('has German words, whatever it is', () => {
    const messages = [...messagesOf(), ...SEEN_BY_THE_SERVER]
    expect(messages.length).toBeGreaterThan(60)
    expect(messages.filter(message => problemInGerman(message) === null)).toEqual([])
  })

  it.each([
    ['Nobody holds the role admin', 'Niemand hat die Rolle admin'],
    [
      'must be support-manager, as that is what the team emea does',
      'muss support-manager sein, denn das macht das Team emea',
    ],
    ['must be a number for account.health is', 'muss eine Zahl sein (account.health is)'],
  ])('%s', (english, german) => {
    expect(problemInGerman(english)).toBe(german)
  })

  it('stays English where nobody has said it in German', () => {
    expect(problemInGerman('is odd')).toBeNull()
  })
})

import { conditionsWords } from '../../shared/condition-words.ts'
import { type PolicyCheck, type PolicyProblem, problemsIn } from '../../shared/policy-check.ts'
import { failedTests, runTests } from '../../shared/route-facts.ts'
import type { RoutingPolicy } from '../../shared/routing-policy.ts'
import { missingCalendars, type SlaPolicy } from '../../shared/sla-policy.ts'
import type { Reader } from '../store/store.ts'
import { POLICY_FORMS, type Policies, type PolicyKind } from './kinds.ts'
import { activeMembers, readPolicy } from './store.ts'

/** A policy as somebody wrote it down, read; null with its problems where it cannot be. */
export type ReadDocument<K extends PolicyKind> =
  | { readonly policy: Policies[K]; readonly problems: readonly [] }
  | { readonly policy: null; readonly problems: readonly PolicyProblem[] }

/** Reads a document of the file form, such as YAML or JSON says it. */
export function readDocument<K extends PolicyKind>(kind: K, document: unknown): ReadDocument<K> {
  const read = POLICY_FORMS[kind].file.safeParse(document)
  return read.success
    ? { policy: read.data, problems: [] }
    : { policy: null, problems: problemsIn(read.error) }
}

export interface CheckOrder {
  readonly kind: PolicyKind
  readonly document: unknown
  /** Epoch milliseconds. */
  readonly now: number
  /** Whether this server can send mails. */
  readonly canMail: boolean
}

/** Everything that can be said of a document before it is set; writes nothing. */
export async function checkPolicy(
  db: Reader,
  { kind, document, now, canMail }: CheckOrder,
): Promise<PolicyCheck> {
  const { policy, problems } = readDocument(kind, document)
  if (policy === null) return { problems: [...problems], warnings: [], tests: [], sentences: [] }
  const candidate = { kind, policy, now }
  const said = await saidOf(db, candidate)
  const warnings = [...said.warnings, ...(canMail ? [] : unsentMails(policy))]
  return { problems: await fitProblems(db, candidate), ...said, warnings }
}

/** Rules that ask for mails; what is wrong with them where none can be sent. */
export function unsentMails(policy: Policies[PolicyKind]): PolicyProblem[] {
  if (!('rules' in policy)) return []
  return policy.rules.flatMap((rule, at) =>
    'mail' in rule && rule.mail ? [{ path: ['rules', at, 'mail'], message: NO_MAIL }] : [],
  )
}

const NO_MAIL = 'Mail is not set up, so nobody is mailed; set MESHLINE_SMTP_URL and MESHLINE_MAIL_FROM'

/** A policy that could be read, and the time it is judged at. */
export interface Candidate<K extends PolicyKind> {
  readonly kind: K
  readonly policy: Policies[K]
  /** Epoch milliseconds. */
  readonly now: number
}

/** What a schema cannot see: whether a policy keeps its own promises and those others rest on. */
export function fitProblems<K extends PolicyKind>(
  db: Reader,
  { kind, policy, now }: Candidate<K>,
): Promise<PolicyProblem[]> {
  return FIT[kind](db, policy, now)
}

type Asked<T> = { readonly [K in PolicyKind]: (db: Reader, policy: Policies[K], now: number) => Promise<T> }

const FIT: Asked<PolicyProblem[]> = {
  freshness: async () => [],
  routing: async (_db, policy, now) =>
    failedTests(policy, now).map(({ test, rule }) => ({
      path: ['tests', policy.tests.indexOf(test), 'rule'],
      message: `Test “${test.name}”: expected ${test.rule ?? 'no rule'}, but ${rule ?? 'no rule'} matches`,
    })),
  async sla(db, policy) {
    const { calendars } = (await readPolicy(db, 'calendars')).policy
    return missingCalendars(policy, calendars).map(name => ({
      path: ['rules', policy.rules.findIndex(({ calendar }) => calendar === name), 'calendar'],
      message: `There is no calendar ${name}; add it first: meshline policy set calendars <file>`,
    }))
  },
  async calendars(db, { calendars }) {
    const sla = (await readPolicy(db, 'sla')).policy
    return missingCalendars(sla, calendars).map(name => ({
      path: ['calendars'],
      message: `The SLA policy counts by the calendar ${name}; keep it, or change that policy first`,
    }))
  },
}

type Said = Pick<PolicyCheck, 'warnings' | 'tests' | 'sentences'>

function saidOf<K extends PolicyKind>(db: Reader, { kind, policy, now }: Candidate<K>): Promise<Said> {
  return SAID[kind](db, policy, now)
}

const NOTHING: Said = { warnings: [], tests: [], sentences: [] }

const SAID: Asked<Said> = {
  freshness: async () => NOTHING,
  routing: async (db, policy, now) => ({
    warnings: await routingWarnings(db, policy),
    tests: runTests(policy, now).map(({ test, rule }) => ({
      name: test.name,
      expected: test.rule,
      got: rule,
    })),
    sentences: sentencesOf(policy),
  }),
  sla: async (_db, policy) => ({ ...NOTHING, sentences: sentencesOf(policy) }),
  calendars: async () => NOTHING,
}

function sentencesOf({ rules }: Pick<RoutingPolicy, 'rules'> | Pick<SlaPolicy, 'rules'>) {
  return rules.map(({ name, when }) => ({ rule: name, sentence: conditionsWords(when) }))
}

/** Who is named and cannot be found, and who would do the work and is nobody. */
async function routingWarnings(db: Reader, { teams, rules }: RoutingPolicy): Promise<PolicyProblem[]> {
  const members = await activeMembers(db)
  const held = new Set(members.flatMap(({ roles }) => roles))
  const known = new Set(members.map(({ email }) => email.toLowerCase()))
  const strangers = teams.flatMap((team, at) =>
    team.members.flatMap((email, index) =>
      known.has(email.toLowerCase())
        ? []
        : [{ path: ['teams', at, 'members', index], message: `${email} is no active member` }],
    ),
  )
  const unheld = rules.flatMap(({ assign, fallback }, at) => [
    ...(held.has(assign.role)
      ? []
      : [{ path: ['rules', at, 'assign', 'role'], message: nobody(assign.role) }]),
    ...(held.has(fallback) ? [] : [{ path: ['rules', at, 'fallback'], message: nobody(fallback) }]),
  ])
  return [...strangers, ...unheld]
}

function nobody(role: string): string {
  return `Nobody holds the role ${role}`
}

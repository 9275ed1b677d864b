import { type ActionClass, fieldWords, freshnessOf } from '../freshness.ts'
import type { Localized } from '../locale.ts'
import type { Member, Role } from '../member.ts'
import type { Permission } from '../panel.ts'
import type { Preview } from '../preview.ts'
import { type Reason, type ReasonOutcome, reason } from '../verdict.ts'
import { judgeFreshness } from './predicates/fresh-context.ts'

export type Act = 'approve' | 'decline' | 'undo'
/** To say whose something is, and to take that back. */
export type IdentityAct = 'identify' | 'split'
/** What whoever works on an item may say of it: who answers for it against the rules, by when the customer hears again. */
export type ItemAct = 'correct-owner' | 'promise-update'

/** Who may decide on a class of action. Money and contracts have exactly one kind of approver. */
const DECIDERS: Readonly<Record<ActionClass, readonly Role[]>> = {
  internal: ['support-manager', 'billing-resolver', 'account-manager'],
  'customer-message': ['support-manager', 'account-manager', 'billing-resolver'],
  money: ['billing-resolver'],
  contract: ['account-manager'],
}

/** Who may say whose something is: whoever works with customers or answers for the records. */
const IDENTIFIERS: readonly Role[] = [
  'support-manager',
  'billing-resolver',
  'account-manager',
  'rev-ops-lead',
  'product-ops',
  'admin',
]

/** Whoever works on items or answers for how they are routed. */
const ITEM_WORKERS: readonly Role[] = [
  'support-manager',
  'billing-resolver',
  'account-manager',
  'onboarding-squad',
  'product-escalation',
  'rev-ops-lead',
  'admin',
]

/** Somebody about to say whose something is. */
export interface IdentityDecision {
  readonly act: IdentityAct
  /** Null for a service, an alias or a job, which never decide. */
  readonly person: Member | null
  /** Whether the host record the person has before them is of the account in question. */
  readonly onRecord: boolean
}

/** A decision somebody is about to take on a preview, and the preview as it stands now. */
export interface PreviewDecision {
  readonly act: Act
  /** The person asking; null for a service, an alias or a job, which never decide. */
  readonly person: Member | null
  readonly preview: Pick<
    Preview,
    'hash' | 'state' | 'actionClass' | 'author' | 'decideBy' | 'used' | 'decision' | 'automation'
  >
  /** The hash of the preview the person saw. */
  readonly seenHash: string
  /** Whether the host record the person has before them is one of the item's. */
  readonly onRecord: boolean
  /** Stale fields the person ticked. */
  readonly acceptedStale: readonly string[]
  /** Epoch milliseconds. */
  readonly now: number
}

/** Somebody about to say something of an item they work on. */
export type ItemDecision = Pick<IdentityDecision, 'person' | 'onRecord'> & { readonly act: ItemAct }

export type DecisionQuestion = PreviewDecision | IdentityDecision | ItemDecision
type Rule = (question: PreviewDecision) => Reason

const WHO: readonly Rule[] = [isPerson, holdsRole, notTheAuthor]
const WHICH: readonly Rule[] = [onRecord, stillOpen, unchanged, inTime]

/**
 * The one decision function: every route by which anybody approves, declines, takes back or says whose something is
 * passes here. Reasons are only the ones against; an error in a rule refuses.
 */
export function mayDecide(question: DecisionQuestion): Permission {
  const against = answersTo(question).filter(({ outcome }) => outcome !== 'passed')
  return against.length === 0 ? { kind: 'allowed' } : { kind: 'refused', reasons: against }
}

function answersTo(question: DecisionQuestion): Reason[] {
  if (isAboutIdentity(question)) {
    return [isPerson(question), holdsOneOf(question.person, IDENTIFIERS), onRecord(question)]
  }
  if (isAboutItem(question)) {
    return [isPerson(question), holdsOneOf(question.person, ITEM_WORKERS), onRecord(question)]
  }
  return rulesFor(question.act).map(rule => rule(question))
}

function isAboutItem(question: DecisionQuestion): question is ItemDecision {
  return question.act === 'correct-owner' || question.act === 'promise-update'
}

function isAboutIdentity(question: DecisionQuestion): question is IdentityDecision {
  return question.act === 'identify' || question.act === 'split'
}

function rulesFor(act: Act): readonly Rule[] {
  if (act === 'undo') return [...WHO, onRecord]
  return act === 'approve' ? [...WHO, ...WHICH, isFresh, staleAccepted] : [...WHO, ...WHICH]
}

function say(name: string, passed: boolean, seen: Localized, needed: Localized): Reason {
  const outcome: ReasonOutcome = passed ? 'passed' : 'failed'
  return reason(name, outcome, { seen, needed })
}

function isPerson({ person }: Pick<DecisionQuestion, 'person'>): Reason {
  return say(
    'is-person',
    person?.active === true,
    { en: person ? person.name : 'Not a person', de: person ? person.name : 'Keine Person' },
    { en: 'An active member deciding in person', de: 'Ein aktives Mitglied, das selbst entscheidet' },
  )
}

function holdsRole({ person, preview }: PreviewDecision): Reason {
  return holdsOneOf(person, DECIDERS[preview.actionClass])
}

function holdsOneOf(person: Member | null, needed: readonly Role[]): Reason {
  const roles = person?.roles ?? []
  return say(
    'holds-role',
    roles.some(role => needed.includes(role)),
    {
      en: roles.length > 0 ? `Your roles: ${roles.join(', ')}` : 'You have no role, so you can only view',
      de:
        roles.length > 0
          ? `Ihre Rollen: ${roles.join(', ')}`
          : 'Sie haben keine Rolle und können nur ansehen',
    },
    { en: `Role ${needed.join(' or ')}`, de: `Rolle ${needed.join(' oder ')}` },
  )
}

function notTheAuthor({ person, preview }: PreviewDecision): Reason {
  return say(
    'four-eyes',
    preview.author === null || preview.author.id !== person?.id,
    {
      en: `You built ${preview.automation}`,
      de: `Sie haben ${preview.automation} gebaut`,
    },
    {
      en: 'Somebody other than the author of the automation',
      de: 'Jemand anderes als der Autor der Automation',
    },
  )
}

function onRecord(question: Pick<DecisionQuestion, 'onRecord'>): Reason {
  return say(
    'right-record',
    question.onRecord,
    { en: 'This card belongs to another record', de: 'Diese Karte gehört zu einem anderen Datensatz' },
    { en: 'The record the card was drawn for', de: 'Der Datensatz, für den die Karte gezeichnet wurde' },
  )
}

function stillOpen({ preview }: PreviewDecision): Reason {
  const decided = preview.decision
  const passed = preview.state === 'proposed'
  const seen: Localized = decided
    ? {
        en: `${decided.person.name} has decided: ${decided.decision}`,
        de: `${decided.person.name} hat entschieden: ${decided.decision}`,
      }
    : { en: `The proposal is ${preview.state}`, de: `Der Vorschlag ist ${preview.state}` }
  return say('still-open', passed, seen, {
    en: 'A proposal nobody has decided yet',
    de: 'Ein Vorschlag, über den noch niemand entschieden hat',
  })
}

function unchanged({ preview, seenHash }: PreviewDecision): Reason {
  return say(
    'preview-unchanged',
    preview.hash === seenHash,
    {
      en: 'The proposal changed after you saw it',
      de: 'Der Vorschlag hat sich geändert, seit Sie ihn sahen',
    },
    { en: 'The proposal exactly as you saw it', de: 'Der Vorschlag genau so, wie Sie ihn sahen' },
  )
}

function inTime({ preview, now }: PreviewDecision): Reason {
  return say(
    'in-time',
    now <= preview.decideBy,
    { en: 'The time to decide has run out', de: 'Die Zeit für die Entscheidung ist abgelaufen' },
    { en: 'A decision within its window', de: 'Eine Entscheidung innerhalb der Frist' },
  )
}

function isFresh({ preview, now }: PreviewDecision): Reason {
  return judgeFreshness(preview.used, now)
}

function staleAccepted({ preview, now, acceptedStale }: PreviewDecision): Reason {
  const open = preview.used
    .filter(used => freshnessOf(used, now) === 'warn' && !acceptedStale.includes(used.field))
    .map(used => fieldWords(used.field))
  return say(
    'stale-accepted',
    open.length === 0,
    {
      en: `Older than they should be: ${open.map(({ en }) => en).join(', ')}`,
      de: `Älter als sie sein sollten: ${open.map(({ de }) => de).join(', ')}`,
    },
    { en: 'Tick each, or sync now', de: 'Jeden Wert bestätigen oder jetzt abgleichen' },
  )
}

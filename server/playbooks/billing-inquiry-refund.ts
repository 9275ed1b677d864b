import type { EffectSpec, WorkedAmount } from '../../shared/action.ts'
import { type BillingFacts, findDuplicateOf, refundableOf, type Ticket } from '../../shared/billing.ts'
import type { Json } from '../../shared/canonical-json.ts'
import { textOf } from '../../shared/context-record.ts'
import type { FactField, UsedField } from '../../shared/freshness.ts'
import { type FreshnessPolicy, freshnessLimit } from '../../shared/freshness-policy.ts'
import { evaluateGate } from '../../shared/gates/evaluate-gate.ts'
import type { RefundCase } from '../../shared/gates/gate.ts'
import { formatMoney, type Money } from '../../shared/money.ts'
import type { Offer } from '../../shared/preview.ts'
import { deskRecordOf, type ItemLink } from '../../shared/work-item.ts'
import { readContextRecord } from '../context/read-context-record.ts'
import { type Dated, readBillingFacts, readTicket } from '../context/read-facts.ts'
import type { Automation } from '../gates/automation.ts'
import type { Plan } from '../gates/plan.ts'
import { bindingEffect } from '../gates/run-store.ts'
import { identifyItem } from '../ownership/identify-item.ts'
import type { ItemRow } from '../ownership/store.ts'
import { readPolicy } from '../policies/store.ts'
import type { Reader } from '../store/store.ts'

export const BILLING_INQUIRY_REFUND = 'billing-inquiry-refund'

const REFUNDED_TAG = 'refund_approved'

export interface PlanQuestion {
  readonly automation: Automation
  readonly item: ItemRow
  readonly links: readonly ItemLink[]
  /** A run whose own effects do not count as an earlier refund. */
  readonly ownRunId: string | null
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Answers a payment inquiry over a charge made twice by refunding the charge: refund, ticket, note. Null while there
 * is no dispute waiting for an answer, or its charge has nothing left to refund.
 */
export async function planRefund(db: Reader, question: PlanQuestion): Promise<Plan | null> {
  const disputeId = question.links.find(({ type }) => type === 'dispute')?.id
  const billing = disputeId ? await readBillingFacts(db, disputeId) : null
  if (billing?.value.dispute.status !== 'needs-response') return null
  const refund = refundableOf(billing.value.charge)
  if (refund.minor <= 0) return null

  const ticketId = deskRecordOf(question.links)?.id
  const ticket = ticketId ? await readTicket(db, ticketId) : null
  const { policy } = await readPolicy(db, 'freshness')
  const used = usedFields(billing, ticket, policy)
  const key = refundKey(billing.value)
  const refundCase = await caseFor(db, question, { billing: billing.value, refund, key, used })
  const { automation, now } = question
  const dueAt = billing.value.dispute.evidenceDueAt
  const window = now + automation.parameters.decideWithinMs
  return {
    automation,
    actionClass: 'money',
    effects: [
      { spec: refundSpec(billing.value, refund), businessKey: key },
      ...(ticket
        ? ticketEffects(ticket.value, billing.value, { automation, refund, item: question.item })
        : []),
    ],
    worked: workedAmount(billing.value, refund),
    context: contextOf(billing.value, ticket?.value ?? null, question.item),
    judgement: { verdict: evaluateGate(refundCase), used, offers: offersFor(billing.value) },
    decideBy: dueAt !== null && dueAt > now ? Math.min(window, dueAt) : window,
  }
}

interface Wanted {
  readonly billing: BillingFacts
  readonly refund: Money
  readonly key: string
  readonly used: readonly UsedField[]
}

async function caseFor(db: Reader, question: PlanQuestion, wanted: Wanted): Promise<RefundCase> {
  const earlier = await bindingEffect(db, wanted.key)
  const isOwn = earlier !== null && earlier.runId === question.ownRunId
  return {
    identity: await identityOf(db, question.item, question.now),
    facts: wanted.billing,
    refund: wanted.refund,
    earlierRefund: earlier && !isOwn ? { runId: earlier.runId } : null,
    limits: question.automation.parameters,
    used: wanted.used,
    now: question.now,
  }
}

async function identityOf(db: Reader, item: ItemRow, now: number): Promise<RefundCase['identity']> {
  const identity = await identifyItem(db, item.id)
  if (identity.kind !== 'certain') return { kind: identity.kind }
  const record = await readContextRecord(db, identity.accountId, now)
  return { kind: 'certain', name: textOf(record, 'name') ?? identity.accountId }
}

/** What the refund means, for ever: this charge, for this purpose. */
function refundKey({ charge }: BillingFacts): string {
  return `meshline:refund:${charge.id}:duplicate`
}

function refundSpec({ charge }: BillingFacts, amount: Money): EffectSpec {
  return {
    kind: 'refund',
    vendor: 'stripe',
    chargeId: charge.id,
    amount,
    refundable: refundableOf(charge),
    paidWith: charge.paidWith,
    purpose: 'duplicate',
  }
}

function ticketEffects(
  ticket: Ticket,
  { charge, dispute }: BillingFacts,
  { automation, refund, item }: { automation: Automation; refund: Money; item: ItemRow },
): Plan['effects'] {
  const body = [
    `${formatMoney(refund, 'en')} refunded on charge ${charge.id} ({{refund}}), in answer to inquiry ${dispute.id}.`,
    `Approved by {{approver}}: {{reason}}.`,
    `Proposed and carried out by the automation ${automation.name} v${automation.version} (Meshline), not typed by a person.`,
    `Context ${item.account_id ?? 'unknown'}, item ${item.id}.`,
  ].join('\n')
  const noteKey = `meshline:note:${item.id}:${charge.id}`
  if (ticket.record.type === 'case') {
    const spec = { kind: 'case-comment', vendor: 'salesforce', caseId: ticket.id, body } as const
    return [{ spec, businessKey: noteKey }]
  }
  const target = { vendor: 'zendesk' as const, ticketId: ticket.id }
  const before = { status: ticket.status, tags: ticket.tags }
  const after = { status: 'pending', tags: [...new Set([...ticket.tags, REFUNDED_TAG])].toSorted() }
  return [
    {
      spec: { kind: 'ticket-fields', ...target, before, after },
      businessKey: `meshline:ticket-fields:${item.id}:${charge.id}`,
    },
    { spec: { kind: 'internal-note', ...target, body }, businessKey: noteKey },
  ]
}

function workedAmount({ charge }: BillingFacts, result: Money): WorkedAmount {
  return {
    lines: [
      { label: { en: `Charge ${charge.id}`, de: `Zahlung ${charge.id}` }, amount: charge.amount, sign: '+' },
      { label: { en: 'Refunded already', de: 'Bereits erstattet' }, amount: charge.refunded, sign: '-' },
      { label: { en: 'Refund', de: 'Erstattung' }, amount: result, sign: '=' },
    ],
    result,
  }
}

function usedFields(
  billing: Dated<BillingFacts>,
  ticket: Dated<Ticket> | null,
  policy: FreshnessPolicy,
): UsedField[] {
  const { dispute, charge } = billing.value
  const stripe = { source: 'stripe', changedAt: null, readAt: billing.readAt }
  const fields: (Omit<UsedField, 'warnAfterMs' | 'errorAfterMs'> & { field: FactField })[] = [
    { field: 'dispute.status', sourceId: dispute.id, ...stripe },
    { field: 'charge.refundable', sourceId: charge.id, ...stripe },
    { field: 'charge.duplicate', sourceId: charge.customerId ?? charge.id, ...stripe },
    ...(ticket
      ? [
          {
            field: 'ticket.fields' as const,
            source: ticket.value.record.vendor,
            sourceId: ticket.value.id,
            changedAt: ticket.value.updatedAt,
            readAt: ticket.readAt,
          },
        ]
      : []),
  ]
  return fields.map(field => ({ ...field, ...freshnessLimit(policy, field.field, 'money') }))
}

function contextOf({ dispute, charge, nearby }: BillingFacts, ticket: Ticket | null, item: ItemRow): Json {
  const twin = findDuplicateOf(charge, nearby, Number.MAX_SAFE_INTEGER)
  return {
    account: item.account_id,
    dispute: {
      id: dispute.id,
      stage: dispute.stage,
      status: dispute.status,
      refundable: dispute.chargeRefundable,
    },
    charge: { id: charge.id, amount: charge.amount, refunded: charge.refunded, succeeded: charge.succeeded },
    duplicateOf: twin?.id ?? null,
    ticket: ticket && { id: ticket.id, status: ticket.status, tags: ticket.tags },
  }
}

/** A formal dispute is answered with evidence, not with a refund. */
function offersFor({ dispute }: BillingFacts): Offer[] {
  if (dispute.stage !== 'chargeback') return []
  const label = { en: 'Answer with evidence in Stripe', de: 'Mit Belegen in Stripe antworten' }
  return [{ kind: 'evidence', label, url: dispute.url }]
}

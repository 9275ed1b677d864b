import Stripe from 'stripe'
import type { EffectRequest, EffectSpec } from '../../../shared/action.ts'
import { type Localized, unspoken } from '../../../shared/locale.ts'
import { formatMoney, type Money, subtractMoney } from '../../../shared/money.ts'
import type { EffectDescription, EffectExecutor, Outcome } from '../connector.ts'
import { retryAfterOf, unavailable } from './client.ts'

type RefundSpec = Extract<EffectSpec, { kind: 'refund' }>

const IRREVERSIBLE: Localized = {
  en: 'A card refund cannot be taken back; the money is on its way to the customer',
  de: 'Eine Kartenerstattung lässt sich nicht zurückholen; das Geld ist auf dem Weg zum Kunden',
}

/** Refunds one charge. The business key travels as idempotency key and as metadata, where it never expires. */
export function refundExecutor(stripe: Stripe): EffectExecutor<RefundSpec> {
  return {
    describe: describeRefund,

    async perform(_spec, request) {
      try {
        const refund = await stripe.refunds.create(paramsOf(request), { idempotencyKey: request.key })
        return outcomeOf(refund)
      } catch (error) {
        return failureOf(error)
      }
    },

    async reconcile(spec, request) {
      try {
        const refunds = await stripe.refunds.list({ charge: spec.chargeId, limit: 100 })
        const ours = refunds.data.find(({ metadata }) => metadata?.meshline_key === request.key)
        return ours ? outcomeOf(ours) : null
      } catch (error) {
        throw unavailable(error)
      }
    },

    reverse: () => null,
  }
}

function describeRefund(spec: RefundSpec, key: string): EffectDescription {
  return {
    request: {
      method: 'POST',
      path: '/v1/refunds',
      params: {
        charge: spec.chargeId,
        amount: spec.amount.minor,
        reason: spec.purpose,
        metadata: { meshline_key: key },
      },
      key,
    },
    title: {
      en: `Refund ${formatMoney(spec.amount, 'en')}${spec.paidWith ? ` to ${spec.paidWith}` : ''}`,
      de: `${formatMoney(spec.amount, 'de')} erstatten${spec.paidWith ? ` auf ${spec.paidWith}` : ''}`,
    },
    changes: [
      {
        field: { en: 'Refundable', de: 'Erstattbar' },
        before: moneyWords(spec.refundable),
        after: moneyWords(subtractMoney(spec.refundable, spec.amount)),
      },
    ],
    reversibility: 'irreversible',
    reversibilityReason: IRREVERSIBLE,
  }
}

function moneyWords(money: Money): Localized {
  return { en: formatMoney(money, 'en'), de: formatMoney(money, 'de') }
}

function paramsOf(request: EffectRequest): Stripe.RefundCreateParams {
  return request.params
}

function outcomeOf(refund: Stripe.Refund): Outcome {
  if (refund.status !== 'failed' && refund.status !== 'canceled')
    return { kind: 'done', externalId: refund.id }
  return {
    kind: 'refused',
    why: {
      en: `Refund ${refund.id} ${refund.status}: ${refund.failure_reason ?? 'no reason given'}`,
      de: `Erstattung ${refund.id} ${refund.status}: ${refund.failure_reason ?? 'ohne Grund'}`,
    },
  }
}

const NOTHING_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])

/** Only an answer that proves nothing happened counts as such; everything else is unknown. */
function failureOf(error: unknown): Outcome {
  if (!(error instanceof Stripe.errors.StripeError)) throw error
  const { statusCode, type, message } = error
  if (statusCode === undefined) return notAnswered(error)
  const why = unspoken(`Stripe: ${message}`)
  if (statusCode === 429 || statusCode === 401 || statusCode === 403) {
    return { kind: 'unavailable', why, retryAfterMs: retryAfterOf(error) }
  }
  if (statusCode === 409 || statusCode >= 500 || type === 'StripeIdempotencyError')
    return { kind: 'unknown', why }
  return { kind: 'refused', why }
}

function notAnswered(error: Error): Outcome {
  if (NOTHING_SENT.has(deepestCode(error) ?? '')) {
    return {
      kind: 'unavailable',
      why: {
        en: 'Stripe cannot be reached; nothing was sent',
        de: 'Stripe ist nicht erreichbar; nichts wurde gesendet',
      },
      retryAfterMs: null,
    }
  }
  return {
    kind: 'unknown',
    why: {
      en: 'Stripe did not answer. The refund may or may not have happened. We are checking; do not repeat it by hand.',
      de: 'Stripe hat nicht geantwortet. Die Erstattung kann erfolgt sein oder nicht. Wir prüfen es; bitte nicht von Hand wiederholen.',
    },
  }
}

/** The system's error code at the bottom of a chain of causes. */
function deepestCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const detail = 'detail' in error ? error.detail : undefined
  const below = deepestCode(error.cause) ?? deepestCode(detail)
  return below ?? ('code' in error && typeof error.code === 'string' ? error.code : null)
}

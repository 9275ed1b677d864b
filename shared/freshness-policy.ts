import { z } from 'zod'
import type { ContextFieldName, ContextRecord } from './context-record.ts'
import { durationText, parseDuration } from './duration.ts'
import { ActionClass, type FactField, USED_FIELDS, type UsedField } from './freshness.ts'
import { needing } from './policy-parts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Nobody moves money on what is older than this, whatever a policy says. */
const OLDEST_FOR_MONEY_MS = 72 * HOUR

/** How old a value may be: past `warn` the approver ticks it, past `error` the server refuses. Milliseconds. */
export const FreshnessLimit = z
  .object({ warnAfterMs: z.int().positive(), errorAfterMs: z.int().positive() })
  .superRefine(({ warnAfterMs, errorAfterMs }, at) => {
    if (errorAfterMs >= warnAfterMs) return
    const [warn, error] = [durationText(warnAfterMs), durationText(errorAfterMs)]
    at.addIssue(`errorAfter (${error}) comes before warnAfter (${warn}); make it ${warn} or longer`)
  })
export type FreshnessLimit = z.infer<typeof FreshnessLimit>

const ByClass = z.record(ActionClass, FreshnessLimit)
const BySomeClasses = z.partialRecord(ActionClass, FreshnessLimit)

/** How old each field may be for each class of action; a field without a limit of its own has the class's default. */
export const FreshnessPolicy = z
  .object({ default: ByClass, fields: z.record(z.string(), BySomeClasses) })
  .superRefine((policy, at) => {
    const limits = [
      { path: ['default', 'money'], limit: policy.default.money },
      ...Object.entries(policy.fields).map(([field, { money }]) => ({
        path: ['fields', field, 'money'],
        limit: money,
      })),
    ]
    for (const { path, limit } of limits) {
      if (!limit || limit.errorAfterMs <= OLDEST_FOR_MONEY_MS) continue
      const [given, most] = [durationText(limit.errorAfterMs), durationText(OLDEST_FOR_MONEY_MS)]
      at.addIssue({
        code: 'custom',
        path,
        message: `errorAfter (${given}) is too long for money; make it ${most} or shorter`,
      })
    }
    for (const field of Object.keys(policy.fields).filter(name => !USED_FIELDS.includes(name))) {
      const message = `is not a field a decision rests on; use one of ${USED_FIELDS.join(', ')}`
      at.addIssue({ code: 'custom', path: ['fields', field], message })
    }
  })
export type FreshnessPolicy = z.infer<typeof FreshnessPolicy>

const DURATION_NEEDED = 'must be a duration above zero in quotes, such as "5m", "24h", "3d" or "PT5M"'
const Duration = z.string(DURATION_NEEDED).transform((text, at) => {
  const ms = parseDuration(text)
  if (ms !== null && ms > 0) return ms
  at.addIssue(DURATION_NEEDED)
  return z.NEVER
})

const LimitInFile = z
  .strictObject(
    { warnAfter: Duration, errorAfter: Duration },
    needing('{"warnAfter": "5m", "errorAfter": "1h"}'),
  )
  .transform(({ warnAfter, errorAfter }) => ({ warnAfterMs: warnAfter, errorAfterMs: errorAfter }))

const CLASSES = ActionClass.options.join(', ')
const FieldInFile = z.strictObject(
  {
    internal: LimitInFile.optional(),
    'customer-message': LimitInFile.optional(),
    money: LimitInFile.optional(),
    contract: LimitInFile.optional(),
  },
  needing(`an object with limits for some of ${CLASSES}`),
)
const DefaultInFile = z.strictObject(
  { internal: LimitInFile, 'customer-message': LimitInFile, money: LimitInFile, contract: LimitInFile },
  needing(`an object with a limit for each of ${CLASSES}`),
)

/** A policy as people write it down, with durations such as `5m`. Reads into a FreshnessPolicy. */
export const FreshnessPolicyFile = z
  .strictObject(
    { default: DefaultInFile, fields: z.record(z.string(), FieldInFile, 'must be an object of fields') },
    needing('an object with "default" and "fields"'),
  )
  .pipe(FreshnessPolicy)

/** A policy as people write it down; `FreshnessPolicyFile` reads it back into the same policy. */
export function policyFileOf({ default: byDefault, fields }: FreshnessPolicy) {
  return {
    default: classesInFile(byDefault),
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, limits]) => [field, classesInFile(limits)]),
    ),
  }
}

function classesInFile(limits: Partial<Record<ActionClass, FreshnessLimit | undefined>>) {
  return Object.fromEntries(
    ActionClass.options.flatMap(actionClass => {
      const limit = limits[actionClass]
      if (!limit) return []
      const { warnAfterMs, errorAfterMs } = limit
      const written = { warnAfter: durationText(warnAfterMs), errorAfter: durationText(errorAfterMs) }
      return [[actionClass, written] as const]
    }),
  )
}

/** The limit of a field for a class of action. */
export function freshnessLimit(
  policy: FreshnessPolicy,
  field: FactField | ContextFieldName,
  actionClass: ActionClass,
): FreshnessLimit {
  return policy.fields[field]?.[actionClass] ?? policy.default[actionClass]
}

/** A field of the context record as something a decision rests on; null where the record does not know it. */
export function usedContextField(
  record: ContextRecord,
  field: ContextFieldName,
  { policy, actionClass }: { policy: FreshnessPolicy; actionClass: ActionClass },
): UsedField | null {
  const value = record.fields.find(known => known.field === field)?.value
  if (!value) return null
  const { source, sourceId, changedAt, readAt } = value
  return { field, source, sourceId, changedAt, readAt, ...freshnessLimit(policy, field, actionClass) }
}

function within(warnAfterMs: number, errorAfterMs: number): FreshnessLimit {
  return { warnAfterMs, errorAfterMs }
}

/** Whether money may move changes within minutes. */
const MONEY_NOW = { money: within(5 * MINUTE, HOUR), contract: within(5 * MINUTE, HOUR) }
/** What somebody pays and owes. */
const PAYING = {
  'customer-message': within(4 * HOUR, DAY),
  money: within(15 * MINUTE, 4 * HOUR),
  contract: within(HOUR, DAY),
}
/** What somebody has signed or is about to. */
const SIGNED = {
  'customer-message': within(4 * HOUR, DAY),
  money: within(HOUR, DAY),
  contract: within(15 * MINUTE, 4 * HOUR),
}
/** What somebody is told of within the hour, or it is wrong. */
const HAPPENING = {
  'customer-message': within(5 * MINUTE, HOUR),
  money: within(15 * MINUTE, 4 * HOUR),
  contract: within(15 * MINUTE, 4 * HOUR),
}
/** Names, people and languages hardly ever change. */
const SLOW = { internal: within(3 * DAY, 14 * DAY), 'customer-message': within(DAY, 7 * DAY) }

/** The limits until somebody sets their own: version 0. Fields left out have the default of the class. */
export const FIRST_FRESHNESS_POLICY: FreshnessPolicy = {
  default: {
    internal: within(DAY, 3 * DAY),
    'customer-message': within(DAY, 3 * DAY),
    money: within(DAY, 3 * DAY),
    contract: within(DAY, 3 * DAY),
  },
  fields: {
    'dispute.status': MONEY_NOW,
    'charge.refundable': MONEY_NOW,
    'charge.duplicate': { money: within(15 * MINUTE, 4 * HOUR), contract: within(15 * MINUTE, 4 * HOUR) },
    'ticket.fields': { money: within(15 * MINUTE, DAY), contract: within(15 * MINUTE, DAY) },
    name: SLOW,
    tier: SLOW,
    account_manager: SLOW,
    plan: PAYING,
    mrr: PAYING,
    subscription_status: PAYING,
    payment_status: PAYING,
    renews_at: PAYING,
    contract_stage: SIGNED,
    contract_ends_at: SIGNED,
    opportunity: SIGNED,
    language: SLOW,
    contact: SLOW,
    open_incidents: HAPPENING,
    disputes: HAPPENING,
    refunds_90d: PAYING,
  },
}

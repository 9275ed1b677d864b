import type { z } from 'zod'
import { CalendarsPolicy, FIRST_CALENDARS } from '../../shared/calendars-policy.ts'
import {
  FIRST_FRESHNESS_POLICY,
  FreshnessPolicy,
  FreshnessPolicyFile,
  policyFileOf,
} from '../../shared/freshness-policy.ts'
import { POLICY_KINDS, type PolicyDocument, type PolicyKind } from '../../shared/policy-check.ts'
import { FIRST_ROUTING_POLICY, RoutingPolicy } from '../../shared/routing-policy.ts'
import { FIRST_SLA_POLICY, SlaPolicy } from '../../shared/sla-policy.ts'

/** What each kind of policy says. */
export interface Policies {
  freshness: FreshnessPolicy
  routing: RoutingPolicy
  sla: SlaPolicy
  calendars: CalendarsPolicy
}

export { POLICY_KINDS, type PolicyKind }

interface PolicyForm<T> {
  /** As it is stored. */
  readonly stored: z.ZodType<T>
  /** As people write it down. */
  readonly file: z.ZodType<T>
  readonly toFile: (policy: T) => object
  /** What holds until somebody sets one. */
  readonly first: T
}

function asWritten<T extends object>(schema: z.ZodType<T>, first: T): PolicyForm<T> {
  return { stored: schema, file: schema, toFile: policy => policy, first }
}

export const POLICY_FORMS: { readonly [K in PolicyKind]: PolicyForm<Policies[K]> } = {
  freshness: {
    stored: FreshnessPolicy,
    file: FreshnessPolicyFile,
    toFile: policyFileOf,
    first: FIRST_FRESHNESS_POLICY,
  },
  routing: asWritten(RoutingPolicy, FIRST_ROUTING_POLICY),
  sla: asWritten(SlaPolicy, FIRST_SLA_POLICY),
  calendars: asWritten(CalendarsPolicy, FIRST_CALENDARS),
}

/** A policy as people write it down; `file` reads it back into the same policy. */
export function documentOf<K extends PolicyKind>(kind: K, policy: Policies[K]): PolicyDocument {
  return { ...POLICY_FORMS[kind].toFile(policy) }
}

import type { EffectSpec } from '../../shared/action.ts'
import type { Condition } from '../../shared/condition.ts'
import type { Localized } from '../../shared/locale.ts'

/** Who a record should go to, in the words of a policy. */
export interface AssignTo {
  /** The name of a group or queue; null leaves it to the person's own. */
  readonly groupName: string | null
  /** Somebody in it; null leaves it to the group, with nobody in particular. */
  readonly email: string | null
}

export type AssignmentPlan =
  | { readonly kind: 'planned'; readonly spec: EffectSpec }
  /** It lies there already. */
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'impossible'; readonly why: Localized }

/** Somebody who can own records at a vendor. */
export interface Agent {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** A group or queue at a vendor. */
export interface AgentGroup {
  readonly id: string
  readonly name: string
}

/** A rule inside a vendor's own tool that decides who has a record, or what state it is in. */
export interface NativeRule {
  readonly id: string
  readonly title: string
  /** Where an admin edits it. */
  readonly url: string
  /** What it sets, by name; null empties it, left out is left alone. */
  readonly assigns: {
    readonly group?: string | null
    readonly assignee?: string | null
    readonly status?: string
  }
  /** Its conditions in plain English. */
  readonly when: string
  /** Its conditions in the vendor's words, to be compared and shown, not understood. */
  readonly conditions: {
    readonly all: readonly RuleCondition[]
    readonly any: readonly RuleCondition[]
  }
  /** The same in the words of our own conditions, to be compared with ours; left out where none can be said so. */
  readonly said?: SaidConditions
}

/** Null stands for a condition that cannot be said in our words. */
export interface SaidConditions {
  readonly all: readonly (Condition | null)[]
  readonly any: readonly (Condition | null)[]
}

export interface RuleCondition {
  readonly field: string
  readonly operator: string
  readonly value: unknown
}

/**
 * Who owns a vendor's records, and how that is changed. Nothing here writes: a plan's effect is carried out like every
 * other, and taken back like every other. All of it throws VendorUnavailable and UnreadableAnswer.
 */
export interface Assigner {
  /** Somebody with exactly this address who can own records; null where there is none. */
  findAgent(email: string): Promise<Agent | null>
  /** The group or queue of this name, however it is capitalised; null where there is none, or more than one. */
  findGroup(name: string): Promise<AgentGroup | null>
  /** The effect that gives a record to somebody, from where it lies now, or why there is none. */
  plan(recordId: string, to: AssignTo): Promise<AssignmentPlan>
  /** The active rules of the tool itself, in the order in which it runs them. */
  nativeRules(): Promise<readonly NativeRule[]>
}

import type { ZendeskWorld } from './state.ts'
import { isoSeconds, SITE } from './ticket.ts'

export interface TriggerCondition {
  readonly field: string
  readonly operator: string
  readonly value: string | null
}

export interface TriggerAction {
  readonly field: string
  readonly value: string | readonly string[]
}

/** One of an account's own rules, run at every create and update of a ticket. */
export interface SimTrigger {
  readonly id: number
  readonly url: string
  readonly title: string
  readonly raw_title: string
  readonly description: string
  readonly active: boolean
  readonly position: number
  readonly category_id: string
  readonly default: boolean
  readonly conditions: {
    readonly all: readonly TriggerCondition[]
    readonly any: readonly TriggerCondition[]
  }
  readonly actions: readonly TriggerAction[]
  readonly created_at: string
  readonly updated_at: string
}

export interface TriggerSeed {
  readonly title: string
  readonly actions: readonly TriggerAction[]
  readonly all?: readonly TriggerCondition[]
  readonly any?: readonly TriggerCondition[]
  readonly active?: boolean
}

const FIRST_RULE = { triggers: 22_472_716, automations: 9_873_842 }

/** An admin adds a trigger, behind those there are. */
export function addTrigger(world: ZendeskWorld, seed: TriggerSeed): SimTrigger {
  return addRule(world, 'triggers', seed)
}

/** An admin adds an automation, behind those there are. */
export function addAutomation(world: ZendeskWorld, seed: TriggerSeed): SimTrigger {
  return addRule(world, 'automations', seed)
}

function addRule(
  { state, clock }: ZendeskWorld,
  kind: 'triggers' | 'automations',
  seed: TriggerSeed,
): SimTrigger {
  const { title, actions, all = [], any = [], active = true } = seed
  const position = state[kind].size + 1
  const id = FIRST_RULE[kind] + position
  const now = isoSeconds(clock.now())
  const trigger = {
    id,
    url: `${SITE}/api/v2/${kind}/${id}.json`,
    title,
    raw_title: title,
    description: '',
    active,
    position,
    category_id: '10026',
    default: false,
    conditions: { all, any },
    actions,
    created_at: now,
    updated_at: now,
  }
  state[kind].set(id, trigger)
  return trigger
}

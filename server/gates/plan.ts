import { createHash } from 'node:crypto'
import type { EffectSpec, PlannedEffect, WorkedAmount } from '../../shared/action.ts'
import { canonicalJson, type Json } from '../../shared/canonical-json.ts'
import type { ActionClass } from '../../shared/freshness.ts'
import type { Connectors } from '../connectors/connector.ts'
import type { Reader } from '../store/store.ts'
import type { Automation } from './automation.ts'
import { spentKeys } from './run-store.ts'
import type { Judgement } from './store.ts'

/** What an automation wants to do on an item, before anybody has seen it. */
export interface Plan {
  readonly automation: Automation
  readonly actionClass: ActionClass
  readonly effects: readonly WantedEffect[]
  readonly worked: WorkedAmount | null
  /** The values the plan rests on; a change of any makes it another plan. */
  readonly context: Json
  readonly judgement: Judgement
  /** Epoch milliseconds. */
  readonly decideBy: number
}

export interface WantedEffect {
  readonly spec: EffectSpec
  /** The effect's business meaning, such as `meshline:refund:ch_...:duplicate`. */
  readonly businessKey: string
}

/** A plan with its exact requests and the hash an approval binds to. */
export interface WorkedOutPlan {
  readonly plan: Plan
  readonly effects: readonly PlannedEffect[]
  readonly hash: string
  readonly contextHash: string
}

/** Turns wanted effects into exact requests; those of a vendor that is not connected are left out. */
export async function workOut(
  db: Reader,
  connectors: Pick<Connectors, 'executorFor'>,
  { itemId, plan }: { itemId: string; plan: Plan },
): Promise<WorkedOutPlan> {
  const effects: PlannedEffect[] = []
  for (const { spec, businessKey } of plan.effects) {
    const executor = connectors.executorFor(spec)
    if (executor) effects.push({ spec, ...executor.describe(spec, await liveKey(db, businessKey)) })
  }
  const { name, version } = plan.automation
  const contextHash = sha256(plan.context)
  const hash = sha256({ automation: name, version, itemId, effects: effects.map(essence), contextHash })
  return { plan, effects, hash, contextHash }
}

/** A key a vendor has refused for good is spent there; the next attempt at the same business gets a numbered one. */
async function liveKey(db: Reader, businessKey: string): Promise<string> {
  const spent = await spentKeys(db, businessKey)
  return spent === 0 ? businessKey : `${businessKey}:${spent + 1}`
}

/** What of an effect is approved: the call, not the words around it. */
function essence({ spec, request }: PlannedEffect): Json {
  return JSON.parse(JSON.stringify({ spec, request }))
}

function sha256(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

import type { EffectSpec } from '../../shared/action.ts'
import type { Ownership } from '../../shared/ownership.ts'
import { deskRecordOf } from '../../shared/work-item.ts'
import type { AssignmentPlan } from '../connectors/assigner.ts'
import type { Connectors } from '../connectors/connector.ts'
import type { Automation } from '../gates/automation.ts'
import type { Plan } from '../gates/plan.ts'
import { findPerson, linksOfItem, ownershipOf, readItemIfAny } from '../ownership/store.ts'
import type { Reader } from '../store/store.ts'

export const ROUTING_SUGGESTION = 'routing-suggestion'

export type SuggestedAssignment =
  | AssignmentPlan
  | { readonly kind: 'not-found' }
  /** The tool the record is in is not connected, or its records have no owner that could be set. */
  | { readonly kind: 'not-connected'; readonly vendor: string }

/** What would give an item's ticket or case to its owner, read from the tool just now. Throws VendorUnavailable. */
export async function suggestAssignment(
  db: Reader,
  connectors: Pick<Connectors, 'apis'>,
  itemId: string,
): Promise<SuggestedAssignment> {
  const item = await readItemIfAny(db, itemId)
  const record = item && deskRecordOf(await linksOfItem(db, itemId))
  if (!item || !record) return { kind: 'not-found' }
  const assigner = connectors.apis.get(record.vendor)?.assignment
  if (!assigner) return { kind: 'not-connected', vendor: record.vendor }
  const ownership = ownershipOf(item)
  const person = ownership.person && (await findPerson(db, ownership.person.id))
  return assigner.plan(record.id, {
    groupName: groupIn(ownership, record.vendor),
    email: person?.email ?? null,
  })
}

function groupIn({ groups }: Ownership, vendor: string): string | null {
  return groups[vendor] ?? null
}

/** The plan of one assignment: one reversible effect, which says itself what it found before. */
export function planAssignment(
  spec: EffectSpec,
  { automation, itemId, now }: { automation: Automation; itemId: string; now: number },
): Plan {
  return {
    automation,
    actionClass: 'internal',
    effects: [{ spec, businessKey: `meshline:assign:${itemId}:${now}` }],
    worked: null,
    // The same assignment again, after somebody undid it, is another one.
    context: { at: now },
    judgement: { verdict: { kind: 'suggest', reasons: [] }, used: [], offers: [] },
    decideBy: now + automation.parameters.decideWithinMs,
  }
}

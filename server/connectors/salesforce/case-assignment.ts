import type { EffectSpec } from '../../../shared/action.ts'
import { type EffectExecutor, type Outcome, VendorUnavailable } from '../connector.ts'
import { settleCall } from '../vendor-silent.ts'
import { describeAssignment, movedOn, noCase, takenMeanwhile, writtenMeanwhile } from './assignment-words.ts'
import { ownerIn } from './case-owners.ts'
import { type CaseApi, type CasePlace, readPlace } from './case-place.ts'
import { outcomeOf } from './case-write.ts'

type OwnerSpec = Extract<EffectSpec, { kind: 'case-owner' }>

/** Gives a case to a user or a queue, only while it still lies where it did when that was proposed. */
export function caseAssignmentExecutor(api: CaseApi): EffectExecutor<OwnerSpec> {
  return {
    describe: describeAssignment,

    perform: (spec, request) =>
      settleCall('Salesforce', async () => {
        const seen = await readPlace(api, spec.caseId)
        if (!seen) return { kind: 'refused', why: noCase(spec.caseId) }
        if (!isWith(seen, spec.before)) return movedMeanwhile(spec, seen)
        const answer = await api.client.send({
          method: 'PATCH',
          path: request.path,
          body: request.params,
          headers: {
            // To the second: within one, only what was read just before tells that nobody else was there.
            'if-unmodified-since': new Date(seen.modifiedAt).toUTCString(),
            // Without it, a write through the API has the organization's assignment rules run over ours.
            'sforce-auto-assign': 'FALSE',
          },
        })
        if (answer.status === 412) return afterConflict(api, spec)
        const outcome = outcomeOf(answer)
        return outcome.kind === 'done' ? stillThere(api, spec) : outcome
      }),

    async reconcile(spec) {
      const seen = await readPlace(api, spec.caseId)
      if (!seen) return { kind: 'refused', why: noCase(spec.caseId) }
      if (isWith(seen, spec.after)) return { kind: 'done', externalId: null }
      const happened = ourChange(api, spec, seen)
      if (happened) return outcomeIn(api, seen)
      const isThird = !isWith(seen, spec.before) && seen.modifiedBy.id === api.client.userId()
      return isThird ? { kind: 'refused', why: movedOn(seen.place) } : null
    },

    reverse: spec => ({ ...spec, before: spec.after, after: spec.before }),
  }
}

function isWith({ ownerId }: CasePlace, place: OwnerSpec['before']): boolean {
  return ownerIn(place)?.id === ownerId
}

/** Nothing was written: the case is where somebody else put it, or by chance where it was to go. */
function movedMeanwhile({ after }: OwnerSpec, seen: CasePlace): Outcome {
  if (isWith(seen, after)) return { kind: 'done', externalId: null }
  const last = seen.changes[0]
  // Whoever saved it last may have changed something else, so without a history nobody is named.
  const who = last && ownerIn(last.to)?.id === seen.ownerId ? (last.row.CreatedBy?.Name ?? null) : null
  return { kind: 'refused', why: takenMeanwhile(seen.place, who) }
}

/** Salesforce refused a write on top of another; where that one moved the case it stays, else ours is tried again. */
async function afterConflict(api: CaseApi, spec: OwnerSpec): Promise<Outcome> {
  const seen = await readPlace(api, spec.caseId)
  if (!seen) return { kind: 'refused', why: noCase(spec.caseId) }
  if (!isWith(seen, spec.before)) return movedMeanwhile(spec, seen)
  return { kind: 'unavailable', why: writtenMeanwhile(seen.modifiedBy.name), retryAfterMs: null }
}

/** A rule may have moved the case on within our write, which Salesforce's answer does not say. */
async function stillThere(api: CaseApi, spec: OwnerSpec): Promise<Outcome> {
  try {
    const seen = await readPlace(api, spec.caseId)
    if (seen && !isWith(seen, spec.after)) return outcomeIn(api, seen)
  } catch (error) {
    // The write was confirmed, and that it cannot be looked at just now makes no other outcome.
    if (!(error instanceof VendorUnavailable)) throw error
  }
  return { kind: 'done', externalId: null }
}

/** Of a case that was given away and lies elsewhere: in our own name only a rule can have moved it. */
function outcomeIn({ client }: CaseApi, seen: CasePlace): Outcome {
  const last = seen.changes[0]?.row.CreatedById ?? seen.modifiedBy.id
  if (last === client.userId()) return { kind: 'refused', why: movedOn(seen.place) }
  return { kind: 'done', externalId: null }
}

/** Whether we gave it away since it last came to lie where it was to be taken from. */
function ourChange({ client }: CaseApi, { before, after }: OwnerSpec, { changes }: CasePlace): boolean {
  const came = changes.findIndex(({ to }) => ownerIn(to)?.id === ownerIn(before)?.id)
  const since = came === -1 ? changes : changes.slice(0, came)
  return since.some(
    ({ row, to }) => row.CreatedById === client.userId() && ownerIn(to)?.id === ownerIn(after)?.id,
  )
}

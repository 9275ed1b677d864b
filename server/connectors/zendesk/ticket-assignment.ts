import type { EffectSpec, Place } from '../../../shared/action.ts'
import type { EffectExecutor, Outcome } from '../connector.ts'
import {
  describeAssignment,
  noTicket,
  reassignedBy,
  refusalWords,
  takenMeanwhile,
  writtenMeanwhile,
} from './assignment-words.ts'
import { idIn, ruleOf } from './audit-actors.ts'
import { auditOfUpdate, findAuditByKey, type ZendeskAudit } from './audits.ts'
import type { ZendeskAnswer, ZendeskClient } from './client.ts'
import { lastToMove, lastToWrite } from './last-to-write.ts'
import { readPlace } from './ticket-place.ts'
import { outcomeOf, reasonIn, settle } from './ticket-write.ts'

type AssignmentSpec = Extract<EffectSpec, { kind: 'ticket-assignment' }>

/** Gives a ticket to a group and somebody in it, only while it still lies where it did when that was proposed. */
export function ticketAssignmentExecutor(client: ZendeskClient): EffectExecutor<AssignmentSpec> {
  return {
    describe: describeAssignment,

    perform: (spec, request) =>
      settle(async () => {
        const seen = await readPlace(client, spec.ticketId)
        if (!seen) return { kind: 'refused', why: noTicket(spec.ticketId) }
        if (!isSame(seen.place, spec.before)) return movedMeanwhile(client, spec, seen.place)
        const ticket = { ...request.params, safe_update: true, updated_stamp: seen.updatedAt }
        const answer = await client.call('PUT', request.path, { ticket })
        return answer.status === 409 ? afterConflict(client, spec) : outcomeFor(spec, answer)
      }),

    async reconcile(spec, request) {
      const ours = await findAuditByKey(client, spec.ticketId, request.key)
      return ours && outcomeIn(ours, spec)
    },

    reverse: spec => ({ ...spec, before: spec.after, after: spec.before }),
  }
}

function isSame(a: Place, b: Place): boolean {
  return a.group?.id === b.group?.id && a.assignee?.id === b.assignee?.id
}

/** Nothing was written: the ticket is where somebody else put it, or by chance where it was to go. */
async function movedMeanwhile(client: ZendeskClient, spec: AssignmentSpec, seen: Place): Promise<Outcome> {
  if (isSame(seen, spec.after)) return { kind: 'done', externalId: null }
  const who = await lastToMove(client, spec.ticketId, seen)
  return { kind: 'refused', why: takenMeanwhile(spec.ticketId, seen, who) }
}

/** Zendesk refused a write on top of another; where that one moved the ticket it stays, else ours is tried again. */
async function afterConflict(client: ZendeskClient, spec: AssignmentSpec): Promise<Outcome> {
  const seen = await readPlace(client, spec.ticketId)
  if (!seen) return { kind: 'refused', why: noTicket(spec.ticketId) }
  if (!isSame(seen.place, spec.before)) return movedMeanwhile(client, spec, seen.place)
  const who = await lastToWrite(client, spec.ticketId)
  return { kind: 'unavailable', why: writtenMeanwhile(spec.ticketId, who), retryAfterMs: null }
}

function outcomeFor(spec: AssignmentSpec, answer: ZendeskAnswer): Outcome {
  if (answer.status === 422) return { kind: 'refused', why: refusalWords(spec, reasonIn(answer)) }
  const audit = answer.status === 200 ? auditOfUpdate(answer) : null
  return audit ? outcomeIn(audit, spec) : outcomeOf(answer)
}

/** A rule of Zendesk's own may have moved the ticket on within our write; then what was wanted did not happen. */
function outcomeIn(audit: ZendeskAudit, spec: AssignmentSpec): Outcome {
  const wanted = { group_id: spec.after.group?.id ?? null, assignee_id: spec.after.assignee?.id ?? null }
  for (const [field, id] of Object.entries(wanted)) {
    const last = audit.events.findLast(({ type, field_name }) => type === 'Change' && field_name === field)
    const rule = last && ruleOf(audit, last)
    if (rule && idIn(last.value) !== id)
      return { kind: 'refused', why: reassignedBy(spec.ticketId, rule.name) }
  }
  return { kind: 'done', externalId: audit.id }
}

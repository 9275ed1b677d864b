import type { EffectSpec } from '../../shared/action.ts'
import type { ActionClass } from '../../shared/freshness.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import { findLock, type LockRow, upsertLock } from './lock-store.ts'

/** One class of action on one target of one customer: what only one automation at a time may propose. */
export interface LockName {
  readonly accountId: string
  readonly actionClass: ActionClass
  /** `charge ch_…`, `ticket 35436`, `case 5005g…`. */
  readonly target: string
}

/** Who wants to act. */
export interface Contender {
  readonly previewId: string
  readonly automation: string
  readonly itemId: string
}

/** What the first effect of a plan acts on; the others are told of it or follow from it. */
export function targetOf(spec: EffectSpec): string {
  if (spec.kind === 'refund') return `charge ${spec.chargeId}`
  return 'caseId' in spec ? `case ${spec.caseId}` : `ticket ${spec.ticketId}`
}

/**
 * Takes the lock for a proposal, or answers with the proposal that was first. A lock needs no release: it holds while
 * the proposal that took it is open or its run is under way, and after that the next may have it. Who comes second
 * leaves an entry in the audit log of both items and an exception that says who was first.
 */
export async function takeLock(tx: Tx, name: LockName, contender: Contender): Promise<LockRow | null> {
  const held = await findLock(tx, name)
  const isOwn = held?.item_id === contender.itemId && held.automation === contender.automation
  if (held && !isOwn) {
    await noteSecond(tx, { name, contender, held })
    return held
  }
  await upsertLock(tx, name, contender)
  await settleException(tx, 'duplicate-action', aboutOf(contender), 'The way is free')
  return null
}

function aboutOf({ itemId, automation }: Contender): string {
  return `${itemId} ${automation}`
}

async function noteSecond(
  tx: Tx,
  { name, contender, held }: { name: LockName; contender: Contender; held: LockRow },
): Promise<void> {
  const since = new Date(held.taken_at).toISOString().slice(0, 16).replace('T', ' ')
  const isNew = await raiseException(tx, {
    kind: 'duplicate-action',
    about: aboutOf(contender),
    itemId: contender.itemId,
    summary: {
      en: `${contender.automation} wanted to act on ${name.target} too. ${held.automation} was first (${since} UTC), so nothing more is proposed. Decide on that proposal.`,
      de: `Auch ${contender.automation} wollte bei ${name.target} handeln. ${held.automation} war zuerst da (${since} UTC), also wird nichts weiter vorgeschlagen. Entscheiden Sie über jenen Vorschlag.`,
    },
  })
  if (!isNew) return
  const entry = {
    action: 'preview.held-off',
    outcome: 'refused' as const,
    subject: { kind: 'preview', id: held.preview_id },
    summary: `${contender.automation} also wanted to act on ${name.target}; ${held.automation} was first`,
    detail: { first: { ...held }, second: { ...contender } },
  }
  await tx.audit({ ...entry, itemId: contender.itemId })
  if (held.item_id !== contender.itemId) await tx.audit({ ...entry, itemId: held.item_id })
}

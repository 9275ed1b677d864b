import { CLOCK_WORDS } from '../../shared/clock-words.ts'
import type { Localized } from '../../shared/locale.ts'
import type { Person, Role } from '../../shared/member.ts'
import { type Candidate, type Ownership, personOf, unavailable } from '../../shared/ownership.ts'
import { raiseException } from '../exceptions/raise-exception.ts'
import { changeOwner } from '../ownership/assign-owner.ts'
import { candidatesFor } from '../ownership/candidate-store.ts'
import { ownershipOf, readItem } from '../ownership/store.ts'
import type { Tx } from '../store/store.ts'
import { bumpsOf, insertBump } from './bump-store.ts'
import { mailOwner } from './mail-owner.ts'
import type { ClockRow } from './store.ts'

/** What became of one step of an escalation. */
export interface Bump {
  readonly step: number
  readonly role: Role
  readonly from: Person | null
  /** Null: nobody else of the role could take it. */
  readonly to: Person | null
}

/**
 * Passes an item up to a role: to the first of it who can take it now, and never to somebody who had it when this or an
 * earlier window was missed. Where nobody can, that is written down and somebody is told.
 */
export async function bumpItem(
  tx: Tx,
  row: ClockRow,
  { step, to }: { step: number; to: Role },
): Promise<Bump> {
  const item = await readItem(tx.db, row.item_id)
  const before = ownershipOf(item)
  const candidates = await candidatesFor(tx.db, { role: to, now: tx.now, byLoad: false })
  const had = new Set((await bumpsOf(tx.db, row.id)).map(({ from_id }) => from_id))
  const others = candidates.filter(({ member }) => member.id !== before.person?.id && !had.has(member.id))
  const chosen = others.find(candidate => unavailable(candidate) === null)
  const bump = { clock_id: row.id, step, at: tx.now, from_id: before.person?.id ?? null }
  await insertBump(tx, { ...bump, to_id: chosen?.member.id ?? null, outcome: chosen ? 'bumped' : 'nobody' })
  const came = { step, role: to, from: before.person }
  if (!chosen) {
    await noteNobody(tx, row, { to, others })
    return { ...came, to: null }
  }
  const after = bumped(before, { chosen, to, row })
  await changeOwner(tx, item, { before, after, cause: 'bump', reason: `${row.kind} missed` })
  await mailOwner(tx, row, { kind: 'bumped', moment: tx.now, memberId: chosen.member.id })
  return { ...came, to: after.person }
}

function bumped(
  before: Ownership,
  { chosen, to, row }: { chosen: Candidate; to: Role; row: ClockRow },
): Ownership {
  const { name } = chosen.member
  const words = CLOCK_WORDS[row.kind]
  const step: Localized = {
    en: `${words.en} was not kept, so it went up to ${name} (${to})`,
    de: `${words.de} wurde nicht gehalten, daher ging es an ${name} (${to})`,
  }
  return {
    ...before,
    role: to,
    person: personOf(chosen.member),
    // Who had it knows most of it.
    fallback: before.person ?? before.fallback,
    path: [...before.path, step],
    gap: before.person || before.fallback ? null : 'no-fallback',
    setBy: 'bump',
    // The team's queue is not where they work.
    groups: {},
    retryAt: null,
  }
}

async function noteNobody(
  tx: Tx,
  row: ClockRow,
  { to, others }: { to: Role; others: readonly Candidate[] },
): Promise<void> {
  const why = others.map(other => `${other.member.name} ${unavailable(other)?.en ?? ''}`).join(', ')
  await raiseException(tx, {
    kind: 'nobody-to-bump',
    about: row.id,
    itemId: row.item_id,
    summary: {
      en: `It should have gone up to ${to}, but nobody else there can take it now. Give the role a backup, or take it yourself.`,
      de: `Es hätte an ${to} gehen sollen, aber dort kann es jetzt niemand sonst übernehmen. Geben Sie der Rolle eine Vertretung oder übernehmen Sie selbst.`,
    },
  })
  await tx.audit({
    action: 'item.bump-failed',
    outcome: 'done',
    subject: { kind: 'item', id: row.item_id },
    itemId: row.item_id,
    summary: `Nobody else of ${to} can take it${why ? `: ${why}` : ''}`,
  })
}

import type { Actor } from '../../shared/actor.ts'
import { actsToo, type Member } from '../../shared/member.ts'
import type { Chance, Store, Tx } from '../store/store.ts'
import { drawRanks } from './draw.ts'
import { accountsAt, countDrawable } from './sample-store.ts'
import { insertValidation, runningValidation } from './store.ts'

export interface StartDeps extends Pick<Chance, 'random'> {
  readonly store: Store
}

export interface StartOrder {
  readonly actor: Actor
  /** Who asks; null for a command, which whoever runs the server gives. */
  readonly member: Member | null
  /** Accounts to draw; all where there are fewer. */
  readonly sample: number
}

export type StartOutcome =
  | { readonly kind: 'started' | 'running'; readonly id: string }
  | { readonly kind: 'not-allowed' }

interface Drawn {
  readonly population: number
  readonly accountIds: readonly string[]
}

/** Draws accounts by chance and has them compared in the background. One runs at a time: a second start joins it. */
export async function startValidation(deps: StartDeps, order: StartOrder): Promise<StartOutcome> {
  // Drawn outside the write: counting every account must not make the intake of webhooks start again.
  const drawn = await drawAccounts(deps, order.sample)
  return deps.store.write(order.actor, tx => begin(tx, order, drawn))
}

async function drawAccounts({ store, random }: StartDeps, wanted: number): Promise<Drawn> {
  const population = await countDrawable(store.db)
  return { population, accountIds: await accountsAt(store.db, drawRanks({ population, wanted }, random)) }
}

async function begin(tx: Tx, { actor, member }: StartOrder, drawn: Drawn): Promise<StartOutcome> {
  if (member && !actsToo(member)) {
    await note(tx, { id: 'new', action: 'refused', summary: `${member.name} may only view` })
    return { kind: 'not-allowed' }
  }
  const running = await runningValidation(tx.db)
  if (running) {
    await note(tx, { id: running, action: 'joined', summary: 'One was running already' })
    return { kind: 'running', id: running }
  }
  const id = tx.newId('val')
  await insertValidation(tx, {
    id,
    started_at: tx.now,
    started_by: nameOf(actor),
    population: drawn.population,
    sample: JSON.stringify(drawn.accountIds),
    done: 0,
    unreadable: 0,
    compared: 0,
    correct: 0,
    fields: '[]',
    mismatches: '[]',
    finished_at: null,
    next_at: tx.now,
    lease_until: 0,
    signed_by: null,
    signed_at: null,
    note: null,
  })
  const summary = `${drawn.accountIds.length} of ${drawn.population} accounts drawn by chance`
  await note(tx, { id, action: 'started', summary })
  return { kind: 'started', id }
}

function note(
  tx: Tx,
  { id, action, summary }: { id: string; action: 'started' | 'joined' | 'refused'; summary: string },
): Promise<void> {
  return tx.audit({
    action: `validation.${action}`,
    outcome: action === 'refused' ? 'refused' : 'done',
    subject: { kind: 'validation', id },
    itemId: null,
    summary,
  })
}

function nameOf(actor: Actor): string {
  if (actor.kind === 'person') return actor.name
  return actor.kind === 'command' ? `${actor.user} by command` : actor.kind
}

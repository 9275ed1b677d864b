import { sql } from 'kysely'
import { type EffectState, PlannedEffect, type RunState } from '../../shared/action.ts'
import { Localized } from '../../shared/locale.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export type RunRow = Row<'runs'>

export interface EffectRecord {
  readonly id: string
  readonly runId: string
  readonly position: number
  readonly key: string
  readonly planned: PlannedEffect
  readonly undoes: string | null
  readonly state: EffectState
  readonly attempts: number
  readonly externalId: string | null
  readonly problem: Localized | null
  readonly finishedAt: number | null
}

/** Effects that happened, may have happened or are about to. */
const BINDING: readonly EffectState[] = ['planned', 'calling', 'unknown', 'done', 'undone']

/** The effect that already stands under a business key, unless it certainly never happened. */
export async function bindingEffect(db: Reader, key: string): Promise<EffectRecord | null> {
  const row = await db
    .selectFrom('effects')
    .selectAll()
    .where('key', '=', key)
    .where('state', 'in', BINDING)
    .executeTakeFirst()
  return row ? effectOf(row) : null
}

/** How many effects under keys of this business meaning were certainly refused or never tried. */
export async function spentKeys(db: Reader, businessKey: string): Promise<number> {
  const { count } = await db
    .selectFrom('effects')
    .select(fn => fn.fn.countAll<number>().as('count'))
    .where(where => where.or([where('key', '=', businessKey), where('key', 'like', `${businessKey}:%`)]))
    .where('state', '=', 'refused')
    .executeTakeFirstOrThrow()
  return count
}

export async function insertRun(tx: Tx, run: NewRow<'runs'>): Promise<void> {
  await tx.db.insertInto('runs').values(run).execute()
}

export interface NewEffect {
  readonly runId: string
  readonly position: number
  readonly planned: PlannedEffect
  readonly undoes: string | null
}

export async function insertEffect(tx: Tx, { runId, position, planned, undoes }: NewEffect): Promise<void> {
  await tx.db
    .insertInto('effects')
    .values({
      id: tx.newId('eff'),
      run_id: runId,
      position,
      key: planned.request.key,
      planned: JSON.stringify(planned),
      undoes,
      state: 'planned',
      attempts: 0,
      external_id: null,
      problem: null,
      finished_at: null,
    })
    .execute()
}

/** Takes the run that has waited longest, for `leaseMs`; null where none is due. */
export async function claimRun(
  store: Store,
  { now, leaseMs, leaseId }: { now: number; leaseMs: number; leaseId: string },
): Promise<RunRow | null> {
  const rows = await store.lease(db =>
    db
      .updateTable('runs')
      .set({ lease_until: now + leaseMs, lease_id: leaseId })
      .where('id', 'in', ids => {
        const due = ids
          .selectFrom('runs')
          .select('id')
          .where('state', '=', 'running')
          .where('next_at', '<=', now)
          .where('lease_until', '<=', now)
          .orderBy('next_at')
          .orderBy('id')
          .limit(1)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returningAll()
      .execute(),
  )
  return rows[0] ?? null
}

/** Whether the lease still is this worker's; a worker that lost it must not write. */
export async function holdsLease(tx: Tx, run: Pick<RunRow, 'id' | 'lease_id'>): Promise<boolean> {
  const row = await tx.db.selectFrom('runs').select('lease_id').where('id', '=', run.id).executeTakeFirst()
  return row?.lease_id === run.lease_id
}

/** Holds the run for another `leaseMs`, as the next call gets the whole of it. */
export async function renewLease(tx: Tx, runId: string, leaseMs: number): Promise<void> {
  await tx.db
    .updateTable('runs')
    .set({ lease_until: tx.now + leaseMs })
    .where('id', '=', runId)
    .execute()
}

export async function releaseRun(tx: Tx, runId: string, nextAt: number): Promise<void> {
  await tx.db
    .updateTable('runs')
    .set({ next_at: nextAt, lease_until: 0, lease_id: null })
    .where('id', '=', runId)
    .execute()
}

export async function finishRun(tx: Tx, runId: string, state: RunState): Promise<void> {
  await tx.db
    .updateTable('runs')
    .set({ state, finished_at: tx.now, lease_until: 0, lease_id: null })
    .where('id', '=', runId)
    .execute()
}

interface EffectChange {
  readonly state?: EffectState
  readonly attempts?: number
  readonly externalId?: string | null
  readonly problem?: Localized | null
  readonly finishedAt?: number
}

export async function updateEffect(tx: Tx, effectId: string, change: EffectChange): Promise<void> {
  await tx.db
    .updateTable('effects')
    .set({
      ...(change.state && { state: change.state }),
      ...(change.attempts !== undefined && { attempts: change.attempts }),
      ...(change.externalId !== undefined && { external_id: change.externalId }),
      ...(change.problem !== undefined && { problem: change.problem && JSON.stringify(change.problem) }),
      ...(change.finishedAt !== undefined && { finished_at: change.finishedAt }),
    })
    .where('id', '=', effectId)
    .execute()
}

/** Marks what is left of a run as never tried. */
export async function skipPlanned(tx: Tx, runId: string): Promise<void> {
  await tx.db
    .updateTable('effects')
    .set({ state: 'skipped', finished_at: tx.now })
    .where('run_id', '=', runId)
    .where('state', '=', 'planned')
    .execute()
}

export async function effectsOfRun(db: Reader, runId: string): Promise<EffectRecord[]> {
  const rows = await db
    .selectFrom('effects')
    .selectAll()
    .where('run_id', '=', runId)
    .orderBy('position')
    .execute()
  return rows.map(effectOf)
}

export async function findEffect(db: Reader, effectId: string): Promise<EffectRecord | null> {
  const row = await db.selectFrom('effects').selectAll().where('id', '=', effectId).executeTakeFirst()
  return row ? effectOf(row) : null
}

/** The live attempt to take an effect back, if there is one. */
export async function undoOf(db: Reader, effectId: string): Promise<EffectRecord | null> {
  const row = await db
    .selectFrom('effects')
    .selectAll()
    .where('undoes', '=', effectId)
    .where('state', 'in', BINDING)
    .executeTakeFirst()
  return row ? effectOf(row) : null
}

export async function findRun(db: Reader, runId: string): Promise<RunRow | null> {
  const row = await db.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirst()
  return row ?? null
}

/** An item's runs, newest first, with who approved each; nobody where a policy asked for it. */
export async function runsOfItem(db: Reader, itemId: string) {
  return db
    .selectFrom('runs')
    .leftJoin('members', 'members.id', 'runs.approver_id')
    .innerJoin('previews', 'previews.id', 'runs.preview_id')
    .selectAll('runs')
    .select(['members.name as approver_name', 'previews.automation', 'previews.version'])
    .where('runs.item_id', '=', itemId)
    .orderBy('runs.created_at', 'desc')
    .orderBy('runs.id', 'desc')
    .limit(20)
    .execute()
}

/** When the next run wants attention; epoch milliseconds, null where none waits. */
export async function nextRunAt(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('runs')
    .select(fn =>
      fn.fn.min(sql<number>`case when lease_until > next_at then lease_until else next_at end`).as('at'),
    )
    .where('state', '=', 'running')
    .executeTakeFirst()
  return row?.at ?? null
}

function effectOf(row: Row<'effects'>): EffectRecord {
  return {
    id: row.id,
    runId: row.run_id,
    position: row.position,
    key: row.key,
    planned: PlannedEffect.parse(JSON.parse(row.planned)),
    undoes: row.undoes,
    state: row.state,
    attempts: row.attempts,
    externalId: row.external_id,
    problem: row.problem ? Localized.parse(JSON.parse(row.problem)) : null,
    finishedAt: row.finished_at,
  }
}

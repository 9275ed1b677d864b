import { z } from 'zod'
import { PlannedEffect, WorkedAmount } from '../../shared/action.ts'
import { ActionClass, UsedField } from '../../shared/freshness.ts'
import type { Person } from '../../shared/member.ts'
import { type Decision, Mode, Offer, type Preview, type PreviewState } from '../../shared/preview.ts'
import { Verdict } from '../../shared/verdict.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'
import { type Automation, Parameters } from './automation.ts'

/** What is hashed and approved; never changes. */
export const PreviewPlan = z.object({
  contextHash: z.string(),
  actionClass: ActionClass,
  effects: z.array(PlannedEffect),
  worked: WorkedAmount.nullable(),
  executeWithinMs: z.int(),
  mode: Mode,
})
export type PreviewPlan = z.infer<typeof PreviewPlan>

/** What is judged anew whenever the facts are read again. */
export const Judgement = z.object({ verdict: Verdict, used: z.array(UsedField), offers: z.array(Offer) })
export type Judgement = z.infer<typeof Judgement>

export type PreviewRow = Row<'previews'>

const OPEN: readonly PreviewState[] = ['proposed', 'blocked', 'pending']

/** The newest version of an automation, or null before anything was published. */
export async function latestAutomation(db: Reader, name: string): Promise<Automation | null> {
  const row = await db
    .selectFrom('automations')
    .selectAll()
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .executeTakeFirst()
  if (!row) return null
  return {
    name: row.name,
    version: row.version,
    mode: row.mode,
    authorId: row.author_id,
    parameters: Parameters.parse(JSON.parse(row.parameters)),
  }
}

export async function insertAutomation(tx: Tx, automation: Automation): Promise<void> {
  await tx.db
    .insertInto('automations')
    .values({
      name: automation.name,
      version: automation.version,
      mode: automation.mode,
      author_id: automation.authorId,
      parameters: JSON.stringify(automation.parameters),
      created_at: tx.now,
    })
    .execute()
}

export async function openPreview(
  db: Reader,
  itemId: string,
  automation: string,
): Promise<PreviewRow | null> {
  const row = await db
    .selectFrom('previews')
    .selectAll()
    .where('item_id', '=', itemId)
    .where('automation', '=', automation)
    .where('state', 'in', OPEN)
    .executeTakeFirst()
  return row ?? null
}

/**
 * Whether this very proposal is settled: declined, or approved and its run under way or done. A run that failed or
 * expired leaves the way free for a new approval.
 */
export async function isSettled(db: Reader, itemId: string, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('previews')
    .leftJoin('runs', 'runs.preview_id', 'previews.id')
    .select('previews.id')
    .where('previews.item_id', '=', itemId)
    .where('previews.hash', '=', hash)
    .where(where =>
      where.or([
        where('previews.state', '=', 'declined'),
        where.and([where('previews.state', '=', 'approved'), where('runs.state', 'in', ['running', 'done'])]),
      ]),
    )
    .executeTakeFirst()
  return row !== undefined
}

export async function insertPreview(tx: Tx, preview: NewRow<'previews'>): Promise<void> {
  await tx.db.insertInto('previews').values(preview).execute()
}

export async function updatePreview(
  tx: Tx,
  id: string,
  change: { state?: PreviewState; judgement?: string },
): Promise<void> {
  await tx.db.updateTable('previews').set(change).where('id', '=', id).execute()
}

/** Moves a preview on from `proposed`; false where somebody else did first. */
export async function settlePreview(tx: Tx, id: string, state: 'approved' | 'declined'): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('previews')
    .set({ state })
    .where('id', '=', id)
    .where('state', '=', 'proposed')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function insertApproval(tx: Tx, approval: NewRow<'approvals'>): Promise<void> {
  await tx.db.insertInto('approvals').values(approval).execute()
}

export async function findPreview(db: Reader, id: string): Promise<PreviewRow | null> {
  const row = await db.selectFrom('previews').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/** The open preview of an item and the three last settled ones, newest first. */
export async function previewsOfItem(db: Reader, itemId: string): Promise<PreviewRow[]> {
  return db
    .selectFrom('previews')
    .selectAll()
    .where('item_id', '=', itemId)
    .where('state', 'not in', ['superseded', 'automatic'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(4)
    .execute()
}

/** A preview as the world sees it, with its author and decision. */
export async function previewOf(db: Reader, row: PreviewRow): Promise<Preview> {
  const plan = PreviewPlan.parse(JSON.parse(row.plan))
  const judgement = Judgement.parse(JSON.parse(row.judgement))
  return {
    id: row.id,
    hash: row.hash,
    contextHash: plan.contextHash,
    automation: row.automation,
    version: row.version,
    mode: plan.mode,
    author: await authorOf(db, row),
    actionClass: plan.actionClass,
    state: row.state,
    effects: plan.effects,
    worked: plan.worked,
    ...judgement,
    createdAt: row.created_at,
    decideBy: row.decide_by,
    executeWithinMs: plan.executeWithinMs,
    decision: await decisionOn(db, row.id),
  }
}

async function authorOf(db: Reader, row: Pick<PreviewRow, 'automation' | 'version'>): Promise<Person | null> {
  const author = await db
    .selectFrom('automations')
    .innerJoin('members', 'members.id', 'automations.author_id')
    .select(['members.id', 'members.name'])
    .where('automations.name', '=', row.automation)
    .where('automations.version', '=', row.version)
    .executeTakeFirst()
  return author ?? null
}

async function decisionOn(db: Reader, previewId: string): Promise<Decision | null> {
  const row = await db
    .selectFrom('approvals')
    .innerJoin('members', 'members.id', 'approvals.member_id')
    .selectAll('approvals')
    .select('members.name')
    .where('preview_id', '=', previewId)
    .executeTakeFirst()
  if (!row) return null
  return {
    decision: row.decision,
    person: { id: row.member_id, name: row.name },
    at: row.at,
    reason: { code: row.reason_code, text: row.reason_text },
  }
}

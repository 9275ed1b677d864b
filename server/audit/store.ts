import { Actor } from '../../shared/actor.ts'
import { AuditEntry } from '../../shared/audit-entry.ts'
import type { Reader } from '../store/store.ts'

const PAGE = 200
const Detail = AuditEntry.shape.detail

export interface AuditQuestion {
  /** Only entries of this item. */
  readonly itemId: string | null
  /** Only entries about this customer: their `ctx_…` id. */
  readonly contextId: string | null
  /** Only entries after this one, by `seq`. */
  readonly after: number
}

/** Entries of one item or customer, or of everything, in order; a page at a time. */
export async function readAudit(
  db: Reader,
  { itemId, contextId, after }: AuditQuestion,
): Promise<{ entries: AuditEntry[]; next: number | null }> {
  const rows = await db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '>', after)
    .$if(itemId !== null, query => query.where('item_id', '=', itemId))
    .$if(contextId !== null, query => query.where('context_id', '=', contextId))
    .orderBy('seq')
    .limit(PAGE)
    .execute()
  const entries = rows.map(row => ({
    seq: row.seq,
    at: row.at,
    actor: Actor.parse(JSON.parse(row.actor)),
    action: row.action,
    outcome: row.outcome,
    subject: { kind: row.subject_kind, id: row.subject_id },
    itemId: row.item_id,
    contextId: row.context_id,
    summary: row.summary,
    detail: Detail.parse(JSON.parse(row.detail)),
  }))
  return { entries, next: entries.length === PAGE ? (entries.at(-1)?.seq ?? null) : null }
}

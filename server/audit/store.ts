import { Actor } from '../../shared/actor.ts'
import { AuditEntry } from '../../shared/audit-entry.ts'
import type { Reader } from '../store/store.ts'

const PAGE = 200
const Detail = AuditEntry.shape.detail

/** Entries of one item, or of everything, in order, after `after`; a page at a time. */
export async function readAudit(
  db: Reader,
  { itemId, after }: { itemId: string | null; after: number },
): Promise<{ entries: AuditEntry[]; next: number | null }> {
  const query = db.selectFrom('audit_entries').selectAll().where('seq', '>', after).orderBy('seq').limit(PAGE)
  const rows = await (itemId ? query.where('item_id', '=', itemId) : query).execute()
  const entries = rows.map(row => ({
    seq: row.seq,
    at: row.at,
    actor: Actor.parse(JSON.parse(row.actor)),
    action: row.action,
    outcome: row.outcome,
    subject: { kind: row.subject_kind, id: row.subject_id },
    itemId: row.item_id,
    summary: row.summary,
    detail: Detail.parse(JSON.parse(row.detail)),
  }))
  return { entries, next: entries.length === PAGE ? (entries.at(-1)?.seq ?? null) : null }
}

import type { AccountSources, KnownPanel, LinkedRecord } from '../../shared/panel.ts'
import { accountRows, countRecords, partsSince } from '../context/account-store.ts'
import { answersAbout } from '../context/answer-store.ts'
import { readContextRecord } from '../context/read-context-record.ts'
import { readQuestions } from '../context/read-questions.ts'
import type { RecordRow } from '../context/record-store.ts'
import { anchorsOfItem } from '../ownership/identify-item.ts'
import type { ItemRow } from '../ownership/store.ts'
import type { Reader } from '../store/store.ts'

type AccountPart = Pick<KnownPanel, 'account' | 'sources' | 'identityQuestions' | 'identityAnswers'>

const DAY = 86_400_000
const RECENT = { types: ['ticket', 'case', 'incident'], days: 90, most: 5 }

/** Who is behind an item, what that is known from, and what people must still say or have said of it. */
export async function readAccount(
  db: Reader,
  { id, account_id: accountId }: Pick<ItemRow, 'id' | 'account_id'>,
  now: number,
): Promise<AccountPart> {
  if (!accountId) return { account: null, sources: null, identityQuestions: [], identityAnswers: [] }
  const rows = await accountRows(db, accountId)
  const anchors = rows.map(({ anchor }) => anchor)
  return {
    account: await readContextRecord(db, accountId, now),
    sources: await sourcesOf(db, rows, now),
    identityQuestions: await readQuestions(db, await anchorsOfItem(db, id)),
    identityAnswers: await answersAbout(db, anchors),
  }
}

async function sourcesOf(db: Reader, rows: readonly RecordRow[], now: number): Promise<AccountSources> {
  const anchors = rows.map(({ anchor }) => anchor)
  const since = now - RECENT.days * DAY
  const recent = await partsSince(db, { anchors, types: RECENT.types, since, limit: RECENT.most })
  return {
    accounts: rows.filter(({ unread }) => unread === 0).map(linked),
    recentContacts: recent.map(linked),
    counts: await countRecords(db, anchors),
  }
}

function linked(row: RecordRow): LinkedRecord {
  const { source, type, id, label, url, state } = row
  return {
    name: { source, type, id },
    label,
    url,
    state,
    happenedAt: row.happened_at,
    changedAt: row.changed_at,
    readAt: row.read_at,
    gone: row.gone === 1,
  }
}

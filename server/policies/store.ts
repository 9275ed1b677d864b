import type { NewRow } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'
import { POLICY_FORMS, type Policies, type PolicyKind } from './kinds.ts'

/** One version of a policy. Version 0 came with Meshline, so nobody wrote it and nobody said why. */
export interface PolicyVersion<K extends PolicyKind> {
  readonly version: number
  readonly policy: Policies[K]
  readonly author: string | null
  readonly reason: string | null
  /** Epoch milliseconds. */
  readonly createdAt: number | null
}

/** Policies by the hash of their text, as parsing thousands of rules for every signal would show. */
const parsed = new Map<string, unknown>()
const MOST_PARSED = 32

/** The policy of a kind that holds now, or as it was in an earlier version. */
export async function readPolicy<K extends PolicyKind>(
  db: Reader,
  kind: K,
  version?: number,
): Promise<PolicyVersion<K>> {
  const query = db
    .selectFrom('policies')
    .select(['version', 'author', 'reason', 'created_at', 'hash'])
    .where('kind', '=', kind)
    .orderBy('version', 'desc')
    .limit(1)
  const row =
    version === 0
      ? undefined
      : await (version ? query.where('version', '=', version) : query).executeTakeFirst()
  if (!row) {
    return { version: 0, policy: POLICY_FORMS[kind].first, author: null, reason: null, createdAt: null }
  }
  return {
    version: row.version,
    policy: await bodyOf(db, kind, row),
    author: row.author,
    reason: row.reason,
    createdAt: row.created_at,
  }
}

async function bodyOf<K extends PolicyKind>(
  db: Reader,
  kind: K,
  { version, hash }: { version: number; hash: string | null },
): Promise<Policies[K]> {
  const key = `${kind} ${hash}`
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const known = hash === null ? undefined : (parsed.get(key) as Policies[K] | undefined)
  if (known) return known
  const { body } = await db
    .selectFrom('policies')
    .select('body')
    .where('kind', '=', kind)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  const policy = POLICY_FORMS[kind].stored.parse(JSON.parse(body))
  if (hash === null) return policy
  const [oldest] = parsed.keys()
  if (parsed.size >= MOST_PARSED && oldest !== undefined) parsed.delete(oldest)
  parsed.set(key, policy)
  return policy
}

/** Every version of a kind that somebody set, newest first, at most `limit`. */
export async function policyHistory(db: Reader, kind: PolicyKind, limit: number) {
  return db
    .selectFrom('policies')
    .select(['version', 'author', 'reason', 'created_at'])
    .where('kind', '=', kind)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
}

export async function insertPolicy(tx: Tx, policy: NewRow<'policies'>): Promise<void> {
  await tx.db.insertInto('policies').values(policy).execute()
}

/** Items somebody still answers for. */
export async function openItemIds(db: Reader): Promise<string[]> {
  const rows = await db.selectFrom('items').select('id').where('status', '!=', 'done').execute()
  return rows.map(({ id }) => id)
}

/** Everybody who can be given work, with their roles. */
export async function activeMembers(db: Reader): Promise<{ email: string; roles: string[] }[]> {
  const rows = await db
    .selectFrom('members')
    .leftJoin('member_roles', 'member_roles.member_id', 'members.id')
    .select(['members.email', 'member_roles.role'])
    .where('members.active', '=', 1)
    .execute()
  return [...Map.groupBy(rows, ({ email }) => email)].map(([email, held]) => ({
    email,
    roles: held.flatMap(({ role }) => role ?? []),
  }))
}

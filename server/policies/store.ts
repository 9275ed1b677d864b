import { FIRST_FRESHNESS_POLICY, FreshnessPolicy } from '../../shared/freshness-policy.ts'
import type { NewRow } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

export const FRESHNESS = 'freshness'

/** One version of the freshness limits. Version 0 came with Meshline, so nobody wrote it and nobody said why. */
export interface FreshnessVersion {
  readonly version: number
  readonly policy: FreshnessPolicy
  readonly author: string | null
  readonly reason: string | null
  /** Epoch milliseconds. */
  readonly createdAt: number | null
}

const FIRST: FreshnessVersion = {
  version: 0,
  policy: FIRST_FRESHNESS_POLICY,
  author: null,
  reason: null,
  createdAt: null,
}

/** The freshness limits that hold now. */
export async function readFreshnessPolicy(db: Reader): Promise<FreshnessVersion> {
  const row = await db
    .selectFrom('policies')
    .selectAll()
    .where('kind', '=', FRESHNESS)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return FIRST
  return {
    version: row.version,
    policy: FreshnessPolicy.parse(JSON.parse(row.body)),
    author: row.author,
    reason: row.reason,
    createdAt: row.created_at,
  }
}

export async function insertPolicy(tx: Tx, policy: NewRow<'policies'>): Promise<void> {
  await tx.db.insertInto('policies').values(policy).execute()
}

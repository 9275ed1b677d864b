import type { Compilable, CompiledQuery } from 'kysely'
import type { Tx } from './store.ts'

const LARGEST_CHUNK = 64
const kept = new Map<string, CompiledQuery>()

/** Rows in chunks of 64, 32 ... 1, so that a few statements serve any number of them. */
export function* chunksOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; ) {
    const size = 2 ** Math.floor(Math.log2(Math.min(rows.length - at, LARGEST_CHUNK)))
    yield rows.slice(at, at + size)
    at += size
  }
}

/**
 * Runs an insert of many rows whose query is built once for each number of rows: building it anew for every group
 * showed in the profile, in time and in memory. `name` stands for the query; every row must have the same columns in
 * the same order. Returns how many rows were written.
 */
export async function insertKept<Row extends object>(
  tx: Tx,
  { name, rows, build }: { name: string; rows: readonly Row[]; build: (rows: readonly Row[]) => Compilable },
): Promise<bigint> {
  const key = `${tx.kind} ${name} ${rows.length}`
  const query = kept.get(key) ?? build(rows).compile()
  kept.set(key, query)
  const parameters = rows.flatMap(row => Object.values(row))
  const { numAffectedRows } = await tx.db.executeQuery({ ...query, parameters })
  return numAffectedRows ?? 0n
}

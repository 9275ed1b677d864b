import type { BacktestKind } from '../../shared/backtest.ts'
import type { Fixed, Instant, JsonText } from './column.ts'

export interface BacktestTable {
  id: Fixed<string>
  kind: Fixed<BacktestKind>
  days: Fixed<number>
  candidate: Fixed<JsonText>
  base_version: Fixed<number>
  started_by: Fixed<string>
  /** Also the end of what is looked at. */
  started_at: Fixed<Instant>
  from_at: Fixed<Instant>
  population: Fixed<number>
  done: number
  /** The item looked at last, by when it came and its id. */
  last_at: Instant
  last_id: string
  counts: JsonText
  /** JSON object: items by rule. */
  rules: JsonText
  diffs: JsonText
  finished_at: Instant | null
  cancelled: number
  lease_until: Instant
}

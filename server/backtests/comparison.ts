import type { BacktestCounts, BacktestRow } from '../../shared/backtest.ts'
import type { Facts } from '../../shared/facts.ts'
import type { TicketTimeline } from '../../shared/ticket-timeline.ts'
import type { ItemRow } from '../ownership/store.ts'

/** An item with what is known of it today. */
export interface ComparedItem {
  readonly item: ItemRow
  readonly facts: Facts
  /** Null where it has no ticket, or its course was never read. */
  readonly timeline: TicketTimeline | null
}

/** What one item adds to a backtest. */
export interface Comparison {
  readonly counts: BacktestCounts
  /** The rule of the candidate that matches. */
  readonly rule: string | null
  readonly rows: readonly BacktestRow[]
}

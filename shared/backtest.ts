import { z } from 'zod'
import { Role } from './member.ts'
import { PolicyDocument } from './policy-check.ts'
import { ClockKind } from './sla.ts'

/** Kinds of policies that can be tried on what came. */
export const BACKTEST_KINDS = ['routing', 'sla'] as const
export const BacktestKind = z.enum(BACKTEST_KINDS)
export type BacktestKind = z.infer<typeof BacktestKind>

/** The longest stretch a backtest looks back, in days. */
export const MOST_BACKTEST_DAYS = 365
/** Differences that are kept to be looked at; the counts count all of them. */
export const MOST_BACKTEST_ROWS = 500

export const BacktestOrder = z.object({
  kind: BacktestKind,
  policy: PolicyDocument,
  days: z.int().min(1).max(MOST_BACKTEST_DAYS),
})
export type BacktestOrder = z.infer<typeof BacktestOrder>

/** Where a policy sends an item. */
const Route = z.object({
  rule: z.string(),
  title: z.string(),
  role: Role,
  team: z.string().nullable(),
  fallback: Role,
})
export type Route = z.infer<typeof Route>

/** An item that would go elsewhere. */
export const RouteDiff = z.object({
  kind: z.literal('route'),
  itemId: z.string(),
  title: z.string(),
  /** When the item came; epoch milliseconds. */
  at: z.int(),
  /** What happened; the rule's title, null for what was decided before there were rules or by a person. */
  happened: z.object({ role: Role, person: z.string().nullable(), rule: z.string().nullable() }),
  /** By the policy that holds, and by the candidate; null where none of its rules matches. */
  before: Route.nullable(),
  after: Route.nullable(),
})
export type RouteDiff = z.infer<typeof RouteDiff>

/** When a clock runs out; null where its calendar never opens enough. */
const Due = z.object({ rule: z.string(), dueAt: z.int().nullable(), missed: z.boolean() })
export type Due = z.infer<typeof Due>

/** A clock that would run out at another time; null where a policy starts none. */
export const ClockDiff = z.object({
  kind: z.literal('clock'),
  itemId: z.string(),
  title: z.string(),
  at: z.int(),
  clock: ClockKind,
  before: Due.nullable(),
  after: Due.nullable(),
})
export type ClockDiff = z.infer<typeof ClockDiff>

export const BacktestRow = z.discriminatedUnion('kind', [RouteDiff, ClockDiff])
export type BacktestRow = z.infer<typeof BacktestRow>

/** The first two for routing, the others for clocks; what a kind does not count stays 0. */
export const BacktestCounts = z.object({
  /** Items the candidate sends elsewhere than the policy that holds; with clocks, items with another due time. */
  changed: z.int(),
  /** Items the candidate gives to another role than the one that has them. */
  differs: z.int(),
  clocks: z.int(),
  earlier: z.int(),
  later: z.int(),
  added: z.int(),
  removed: z.int(),
  missedBefore: z.int(),
  missedAfter: z.int(),
  /** Items without a ticket whose course was read: no clock can be worked out. */
  unread: z.int(),
})
export type BacktestCounts = z.infer<typeof BacktestCounts>

export const NO_COUNTS: BacktestCounts = {
  changed: 0,
  differs: 0,
  clocks: 0,
  earlier: 0,
  later: 0,
  added: 0,
  removed: 0,
  missedBefore: 0,
  missedAfter: 0,
  unread: 0,
}

export const Backtest = z.object({
  id: z.string(),
  kind: BacktestKind,
  days: z.int(),
  /** The version the candidate is compared with. */
  baseVersion: z.int(),
  startedBy: z.string(),
  /** Epoch milliseconds. */
  startedAt: z.int(),
  finishedAt: z.int().nullable(),
  /** Whether it was stopped before its end. */
  cancelled: z.boolean(),
  /** Items to look at, and how many were. */
  population: z.int(),
  done: z.int(),
  counts: BacktestCounts,
  /** How many items each rule of the candidate matches; a rule that is not named matches none. */
  rules: z.array(z.object({ rule: z.string(), items: z.int() })),
  rows: z.array(BacktestRow),
})
export type Backtest = z.infer<typeof Backtest>

import { Command } from 'commander'
import {
  BACKTEST_KINDS,
  type Backtest,
  type BacktestRow,
  type Due,
  MOST_BACKTEST_DAYS,
  type Route,
} from '../../shared/backtest.ts'
import { PolicyDocument, problemLine } from '../../shared/policy-check.ts'
import { cancelBacktest } from '../backtests/cancel-backtest.ts'
import { type StartOutcome, startBacktest } from '../backtests/start-backtest.ts'
import { stepBacktest } from '../backtests/step-backtest.ts'
import { findBacktest } from '../backtests/store.ts'
import type { Store } from '../store/store.ts'
import { openBacktestProgress } from './backtest-progress.ts'
import { readDocumentFile } from './policy-document.ts'
import { Misuse, type Terminal, Unfinished } from './terminal.ts'
import { withStore } from './with-store.ts'

const ROWS_PRINTED = 30
const LOOK_AGAIN_MS = 500

export function backtestCommand(terminal: Terminal): Command {
  return new Command('backtest')
    .description('Try a file on the items of the last days, and show what would change')
    .argument('<kind>', BACKTEST_KINDS.join(', '))
    .argument('<file>', 'YAML or JSON')
    .option('--days <number>', `how far to look back, 1 to ${MOST_BACKTEST_DAYS}`, '30')
    .option('--json', 'print JSON, with every row that was kept')
    .action((kind: string, file: string, options: Options) => backtest(terminal, { kind, file, ...options }))
}

interface Options {
  readonly days: string
  readonly json?: true
}

async function backtest(
  terminal: Terminal,
  { file, ...options }: Options & { kind: string; file: string },
): Promise<void> {
  const kind = BACKTEST_KINDS.find(known => known === options.kind)
  if (!kind) throw new Misuse(`${options.kind} cannot be tried; use one of ${BACKTEST_KINDS.join(', ')}`)
  const days = Number(options.days)
  if (!Number.isInteger(days) || days < 1 || days > MOST_BACKTEST_DAYS)
    throw new Misuse(`${options.days} is no number of days; use a whole one from 1 to ${MOST_BACKTEST_DAYS}`)
  const { data: policy } = PolicyDocument.safeParse(readDocumentFile(file))
  if (!policy) throw new Misuse(`${file} is no ${kind} policy`)
  const json = options.json ?? false
  await withStore(terminal, async ({ store, actor }) => {
    const deps = { store, now: terminal.now }
    const id = startedAs(await startBacktest(deps, { kind, policy, days, actor, member: null }), file)
    const done = await follow(terminal, store, { id, json })
    if (json) return terminal.print(JSON.stringify(done))
    for (const line of report(done)) terminal.print(line)
  })
}

function startedAs(outcome: StartOutcome, file: string): string {
  if (outcome.kind === 'started') return outcome.id
  if (outcome.kind === 'unfit')
    throw new Misuse([`${file} cannot be tried:`, ...outcome.problems.map(problemLine)].join('\n'))
  throw new Misuse('Too many backtests are under way; wait until one is finished')
}

/** Works on it beside any server that does so too, until it is finished. Stopped here, it is cancelled. */
async function follow(
  terminal: Terminal,
  store: Store,
  { id, json }: { id: string; json: boolean },
): Promise<Backtest> {
  const stopping = new AbortController()
  terminal.onStop(() => stopping.abort())
  const progress = openBacktestProgress(terminal, { json })
  try {
    while (!stopping.signal.aborted) {
      const worked = await stepBacktest({ store, now: terminal.now })
      const current = await findBacktest(store.db, id)
      if (!current) throw new Misuse(`${id} vanished while it ran; start another`)
      progress.show(current)
      if (current.finishedAt !== null) return current
      if (!worked) await terminal.sleep(LOOK_AGAIN_MS, stopping.signal)
    }
  } finally {
    progress.close()
  }
  const actor = { kind: 'command' as const, user: terminal.user }
  await store.write(actor, tx => cancelBacktest(tx, { id, member: null }))
  throw new Unfinished(`Stopped; ${id} is cancelled`)
}

function report({ id, kind, days, done, cancelled, counts, rules, rows }: Backtest): string[] {
  const ended = cancelled ? ', cancelled' : ''
  const left = rows.length - ROWS_PRINTED
  return [
    `${id}: ${done} items of the last ${days} days${ended}; with what is known of them today`,
    ...(kind === 'routing'
      ? [
          `${counts.changed} would go elsewhere than by the policy that holds`,
          `${counts.differs} would go to another role than the one that has them`,
        ]
      : [
          `${counts.clocks} clocks; ${counts.earlier} end earlier, ${counts.later} later`,
          `${counts.added} more, ${counts.removed} fewer; ${counts.unread} items without a course`,
          `missed: ${counts.missedBefore} by the policy that holds, ${counts.missedAfter} by the file`,
        ]),
    ...rules.map(({ rule, items }) => `  ${rule.padEnd(24)} ${items} items`),
    ...rows.slice(0, ROWS_PRINTED).map(rowLine),
    ...(left > 0 ? [`  and ${left} more; see --json`] : []),
  ]
}

function rowLine(row: BacktestRow): string {
  const at = new Date(row.at).toISOString().slice(0, 10)
  const change =
    row.kind === 'route'
      ? `${routeText(row.before)} -> ${routeText(row.after)} (has it: ${row.happened.person ?? row.happened.role})`
      : `${row.clock}: ${dueText(row.before)} -> ${dueText(row.after)}`
  return `  ${at}  ${row.title}: ${change}`
}

function routeText(route: Route | null): string {
  return route ? `${route.rule} (${route.team ?? route.role})` : 'no rule'
}

function dueText(due: Due | null): string {
  if (!due) return 'none'
  const at = due.dueAt === null ? 'never' : new Date(due.dueAt).toISOString().slice(0, 16)
  return due.missed ? `${at} missed` : at
}

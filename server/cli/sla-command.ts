import { Command } from 'commander'
import { readSlaReport } from '../sla/sla-report.ts'
import { Misuse, type Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

export function slaCommand(terminal: Terminal): Command {
  return new Command('sla').description('Look at clocks').addCommand(
    new Command('report')
      .description('Whether the clocks can be believed: exactness, recomputation, late pauses')
      .option('--days <days>', 'how far back', '30')
      .option('--json', 'print JSON')
      .action((options: ReportOptions) => report(terminal, options)),
  )
}

interface ReportOptions {
  readonly days: string
  readonly json?: true
}

async function report(terminal: Terminal, options: ReportOptions): Promise<void> {
  const days = Number(options.days)
  if (!Number.isInteger(days) || days < 1 || days > 365) {
    throw new Misuse(`${options.days} is not a number of days; write one from 1 to 365`)
  }
  await withStore(terminal, async ({ store }) => {
    const found = await readSlaReport(store.db, { days, now: terminal.now() })
    if (options.json) return terminal.print(JSON.stringify(found))
    const { misses, lateness, recomputed, habits, latePauses } = found
    terminal.print(`${misses} windows missed in ${days} days`)
    if (lateness) {
      terminal.print(
        `Noticed after: half within ${lateness.p50Ms} ms, 99% within ${lateness.p99Ms} ms, all within ${lateness.worstMs} ms`,
      )
    }
    terminal.print(
      recomputed
        ? `${recomputed.clocks} clocks worked out anew ${new Date(recomputed.at).toISOString()}: ${recomputed.differing} differ`
        : 'No night has passed yet in which the clocks were worked out anew',
    )
    for (const { actor, late, pauses } of habits) {
      terminal.print(`${actor}: ${late} of ${pauses} pauses began in the last fifth of the time`)
    }
    for (const { at, kind, actor, cause, title, leftMs } of latePauses) {
      const left = `${Math.round(leftMs / 60_000)} min left`
      terminal.print([new Date(at).toISOString(), actor, cause, kind, left, title].join('\t'))
    }
  })
}

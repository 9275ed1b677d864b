import { Presets, SingleBar } from 'cli-progress'
import type { Backtest } from '../../shared/backtest.ts'
import type { Terminal } from './terminal.ts'

/** What a person or a log file sees of a backtest under way; a machine sees nothing before the result. */
export interface BacktestProgress {
  show(backtest: Backtest): void
  close(): void
}

type Screen = Pick<Terminal, 'print' | 'screen'>

export function openBacktestProgress(terminal: Screen, { json }: { json: boolean }): BacktestProgress {
  if (json) return { show: () => {}, close: () => {} }
  return terminal.screen ? bar(terminal.screen) : lines(terminal)
}

function lines({ print }: Screen): BacktestProgress {
  let told = -1
  return {
    show(backtest) {
      const tenth = Math.floor(10 * shareDone(backtest))
      if (tenth > told) print(figuresOf(backtest))
      told = Math.max(told, tenth)
    },
    close: () => {},
  }
}

function bar(stream: NodeJS.WritableStream): BacktestProgress {
  const options = {
    stream,
    format: '{bar} {words}',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    forceRedraw: true,
  }
  const drawn = new SingleBar(options, Presets.shades_classic)
  drawn.start(1, 0, { words: '' })
  return {
    show: backtest => drawn.update(shareDone(backtest), { words: figuresOf(backtest) }),
    close: () => drawn.stop(),
  }
}

function shareDone({ done, population }: Backtest): number {
  return population === 0 ? 1 : Math.min(1, done / population)
}

function figuresOf({ done, population, counts }: Backtest): string {
  return `${done} of ${population} items, ${counts.changed} changed`
}

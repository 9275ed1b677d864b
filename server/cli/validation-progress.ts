import { Presets, SingleBar } from 'cli-progress'
import type { Validation } from '../../shared/validation.ts'
import type { Terminal } from './terminal.ts'

/** What a person or a log file sees of a validation under way; a machine sees nothing before the result. */
export interface ValidationProgress {
  show(validation: Validation): void
  /** A source asked for a pause, or another process has the next account in hand; `until` in epoch milliseconds. */
  waits(until: number): void
  close(): void
}

type Screen = Pick<Terminal, 'print' | 'screen'>

export function openValidationProgress(terminal: Screen, { json }: { json: boolean }): ValidationProgress {
  if (json) return { show: () => {}, waits: () => {}, close: () => {} }
  return terminal.screen ? bar(terminal.screen) : lines(terminal)
}

function lines({ print }: Screen): ValidationProgress {
  let told = -1
  let toldWait = 0
  return {
    show(validation) {
      const tenth = Math.floor(10 * shareDone(validation))
      if (tenth > told) print(figuresOf(validation))
      told = Math.max(told, tenth)
    },
    waits(until) {
      if (until > toldWait) print(waitingWords(until))
      toldWait = Math.max(toldWait, until)
    },
    close: () => {},
  }
}

function bar(stream: NodeJS.WritableStream): ValidationProgress {
  const drawn = new SingleBar(
    {
      stream,
      format: '{bar} {words}',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      forceRedraw: true,
    },
    Presets.shades_classic,
  )
  drawn.start(1, 0, { words: '' })
  let share = 0
  return {
    show(validation) {
      share = shareDone(validation)
      drawn.update(share, { words: figuresOf(validation) })
    },
    waits: until => drawn.update(share, { words: waitingWords(until) }),
    close: () => drawn.stop(),
  }
}

function shareDone({ done, sampled }: Validation): number {
  return sampled === 0 ? 1 : done / sampled
}

function figuresOf({ done, sampled, right, compared }: Validation): string {
  return `${done} of ${sampled} accounts, ${right} of ${compared} values right`
}

function waitingWords(until: number): string {
  return `Waits until ${new Date(until).toISOString()}: a source asked for a pause, or the server goes on with it`
}

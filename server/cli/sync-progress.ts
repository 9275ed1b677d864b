import cliProgress, { type Options, type Params, type SingleBar } from 'cli-progress'
import type { SyncEvent } from '../sync/sync-to-end.ts'
import type { Terminal } from './terminal.ts'

/** What a person, a log file or a machine sees of a sync. */
export interface SyncProgress {
  show(event: SyncEvent): void
  /** Leaves the cursor on a fresh line and says how it ended. */
  close(): void
}

type Screen = Pick<Terminal, 'print' | 'screen' | 'now'>
const LINE_EVERY_MS = 5_000
/** A shorter pause is not worth a word. */
const TOLD_WAIT_MS = 1_000

export function openProgress(
  terminal: Screen,
  { source, json }: { source: string; json: boolean },
): SyncProgress {
  if (json) return jsonLines(terminal, source)
  return terminal.screen ? bars(terminal, terminal.screen, source) : lines(terminal, source)
}

function jsonLines({ print }: Screen, source: string): SyncProgress {
  const ended: object[] = []
  const once = changes()
  return {
    show(event) {
      const { kind, page, words, ...rest } = { page: null, words: null, ...event }
      if (kind === 'ended') ended.push(rest)
      if ((kind === 'waits' || kind === 'elsewhere') && !once(`${kind} ${event.stream}`)) return
      if (kind === 'page') once('')
      const { kind: _, ...figures } = page ?? {}
      print(JSON.stringify({ event: kind, source, ...figures, ...rest, ...(words && { words: words.en }) }))
    },
    close: () => print(JSON.stringify({ event: 'summary', source, streams: ended })),
  }
}

function lines(terminal: Screen, source: string): SyncProgress {
  const { print, now } = terminal
  const pace = paceOf(now)
  const once = changes()
  let printedAt = Number.NEGATIVE_INFINITY
  return {
    show(event) {
      if (event.kind === 'ended') return print(ending(source, event))
      const note = noteOf(event, { source, now: now() })
      const rate = pace(event)
      const isNews = note !== '' && once(`${event.stream} ${event.kind}`)
      if (event.kind === 'page') once('')
      if (!isNews && (event.kind !== 'page' || now() - printedAt < LINE_EVERY_MS)) return
      printedAt = now()
      print([`${source} ${figuresOf(event, rate)}`, note].filter(Boolean).join('; '))
    },
    close: () => {},
  }
}

function bars(terminal: Screen, screen: NodeJS.WritableStream, source: string): SyncProgress {
  const pace = paceOf(terminal.now)
  let bar: SingleBar | null = null
  const stop = () => {
    bar?.stop()
    bar = null
  }
  return {
    show(event) {
      if (event.kind === 'ended') {
        stop()
        return terminal.print(ending(source, event))
      }
      bar ??= startBar(screen)
      bar.setTotal(event.total ?? 0)
      const words = [figuresOf(event, pace(event)), noteOf(event, { source, now: terminal.now() })]
      bar.update(event.read, { words: words.filter(Boolean).join('; ') })
    },
    close: stop,
  }
}

function startBar(stream: NodeJS.WritableStream): SingleBar {
  const bar = new cliProgress.SingleBar(
    {
      stream,
      format: drawBar,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      fps: 5,
    },
    cliProgress.Presets.shades_classic,
  )
  bar.start(0, 0, { words: '' })
  return bar
}

/** Without a total there is nothing a bar could be a part of. */
function drawBar(options: Options, { progress, total }: Params, { words }: { words: string }): string {
  return total > 0 ? `${cliProgress.Format.BarFormat(Math.min(progress, 1), options)} ${words}` : words
}

type Pace = (event: SyncEvent) => { readonly perS: number; readonly leftMs: number | null }

/** How fast a stream is read in this command, and how long the rest takes at that pace where a total is known. */
function paceOf(now: () => number): Pace {
  let start = { stream: '', read: 0, at: 0 }
  return ({ stream, read, total }) => {
    if (start.stream !== stream || read < start.read) start = { stream, read, at: now() }
    const seconds = (now() - start.at) / 1000
    const perS = seconds > 0 ? (read - start.read) / seconds : 0
    const left = total === null ? null : Math.max(0, total - read)
    return { perS, leftMs: left === null || perS === 0 ? null : (left / perS) * 1000 }
  }
}

/** Whether a text is another one than the last. */
function changes(): (text: string) => boolean {
  let last = ''
  return text => {
    const isNew = text !== last
    last = text
    return isNew
  }
}

const count = new Intl.NumberFormat('en')

function figuresOf({ stream, read, total }: SyncEvent, { perS, leftMs }: ReturnType<Pace>): string {
  const share = total
    ? ` of ${count.format(total)} (${Math.floor((100 * Math.min(read, total)) / total)}%)`
    : ''
  const rate = perS > 0 ? `, ${count.format(Math.round(perS))}/s` : ''
  const left = leftMs !== null && leftMs > 0 ? `, ${inWords(leftMs)} left` : ''
  return `${stream} ${count.format(read)}${share}${rate}${left}`
}

function noteOf(event: SyncEvent, { source, now }: { source: string; now: number }): string {
  if (event.kind === 'elsewhere')
    return 'another process reads this stream, such as the server; it is followed'
  if (event.kind === 'broken') return event.words.en
  if (event.kind !== 'waits') return ''
  const wait = inWords(event.until - now)
  if (event.words && event.asked) return `${source} asks us to wait ${wait}: ${event.words.en}`
  if (event.words) return `${event.words.en}; tried again in ${wait}`
  return event.until - now >= TOLD_WAIT_MS ? `pauses ${wait}, so that people’s own work keeps its share` : ''
}

function ending(source: string, { stream, read, gaps }: Extract<SyncEvent, { kind: 'ended' }>): string {
  const found = gaps > 0 ? `; ${gaps} changes that no webhook had announced` : ''
  return `${source} ${stream} is up to date: ${count.format(read)} records read${found}`
}

/** `12 s`, `3 min 20 s`, `2 h 5 min`; never less than a second. */
function inWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

import type { StreamEvent } from '../../shared/panel.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

export interface StreamHandlers {
  /** Opens the stream; null while nobody is signed in. */
  readonly open: (signal: AbortSignal) => Promise<Response | null>
  readonly onEvent: (event: StreamEvent) => void
  readonly onLive: (live: boolean) => void
  /** The server no longer knows the session. */
  readonly onSignedOut: () => void
}

export interface ServerStream {
  readonly start: () => void
  readonly stop: () => void
}

/** One connection, opened again after each break with growing waits, until stopped. */
export function createStream(on: StreamHandlers): ServerStream {
  let running: AbortController | null = null
  return {
    start() {
      if (running) return
      const own = new AbortController()
      running = own
      void follow(on, own.signal).finally(() => {
        if (running === own) running = null
      })
    },
    stop() {
      running?.abort()
      running = null
    },
  }
}

async function follow(on: StreamHandlers, signal: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MS
  while (!signal.aborted) {
    const response = await on.open(signal).catch(() => null)
    if (response?.status === 401) return on.onSignedOut()
    if (response?.ok && response.body) {
      on.onLive(true)
      wait = FIRST_WAIT_MS
      await readEvents(response.body, on.onEvent).catch(() => {})
    }
    if (signal.aborted) return
    on.onLive(false)
    await pause(wait * (0.75 + Math.random() / 2), signal)
    wait = Math.min(LONGEST_WAIT_MS, wait * 2)
  }
}

/** Reads `event: item` frames; comments, other events and broken data are passed over. */
async function readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEvent: (event: StreamEvent) => void,
) {
  let pending = ''
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const frames = (pending + chunk).replaceAll('\r', '').split('\n\n')
    pending = frames.pop() ?? ''
    for (const frame of frames) {
      const event = itemIn(frame)
      if (event) onEvent(event)
    }
  }
}

/** The event a frame of `text/event-stream` carries, or null. */
export function itemIn(frame: string): StreamEvent | null {
  const lines = frame.split('\n')
  if (!lines.includes('event: item')) return null
  const data = lines
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice(5))
    .join('\n')
  try {
    const parsed: unknown = JSON.parse(data)
    return isStreamEvent(parsed) ? parsed : null
  } catch {
    return null
  }
}

function isStreamEvent(value: unknown): value is StreamEvent {
  return typeof value === 'object' && value !== null && 'records' in value && Array.isArray(value.records)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    const stop = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}

import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { openProgress } from '../../../server/cli/sync-progress.ts'
import type { SyncEvent } from '../../../server/sync/sync-to-end.ts'
import { HeldClock, SECOND } from '../../support/held-clock.ts'

const clock = new HeldClock()

function page(read: number, total: number | null): SyncEvent {
  const counts = { records: 1_000, changed: 1_000, carried: 0, gaps: 0, unreadable: 0, pauseMs: 0 }
  return {
    kind: 'page',
    stream: 'accounts',
    read,
    total,
    page: { kind: 'stored', ...counts, read, total, end: false },
  }
}

function shown(screen: Writable | null, events: readonly (SyncEvent | number)[]): string[] {
  const printed: string[] = []
  const progress = openProgress(
    { print: line => void printed.push(line), screen, now: clock.now },
    { source: 'zendesk', json: false },
  )
  for (const event of events) {
    if (typeof event === 'number') clock.advance(event)
    else progress.show(event)
  }
  progress.close()
  return printed
}

test('a log file gets a line every few seconds, with rate and what is left', () => {
  const events = [0, 1, 2, 3, 4, 5, 6].flatMap(at => [page(at * 1_000, 100_000), SECOND])
  expect(shown(null, events)).toEqual([
    'zendesk accounts 0 of 100,000 (0%)',
    'zendesk accounts 5,000 of 100,000 (5%), 1,000/s, 1 min 35 s left',
  ])
})

test('without a total there is neither a share nor a remaining time', () => {
  expect(shown(null, [page(0, null), 5 * SECOND, page(5_000, null)]).at(-1)).toBe(
    'zendesk accounts 5,000, 1,000/s',
  )
})

test('what it waits for is told once, not every second', () => {
  const waits = (): SyncEvent => ({
    kind: 'waits',
    stream: 'accounts',
    read: 0,
    total: null,
    until: clock.now() + 12 * SECOND,
    asked: true,
    words: { en: 'Zendesk answered 429', de: 'Zendesk hat mit 429 geantwortet' },
  })
  expect(shown(null, [waits(), SECOND, waits(), SECOND, waits()])).toEqual([
    'zendesk accounts 0; zendesk asks us to wait 12 s: Zendesk answered 429',
  ])
})

test('a person sees a bar, and the cursor comes back', () => {
  let drawn = ''
  const screen = new Writable({
    write(text, _encoding, done) {
      drawn += String(text)
      done()
    },
  })
  shown(Object.assign(screen, { isTTY: true, columns: 120 }), [page(50_000, 100_000)])
  expect(drawn).toContain('████████████░░░░░░░░░░░░ accounts 50,000 of 100,000 (50%)')
  expect(drawn).toContain('\u001B[?25h')
})

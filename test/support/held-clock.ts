import { encodeTime } from 'ulid'

/** A clock that stands still until a test moves it. Epoch milliseconds. */
export class HeldClock {
  #now: number

  constructor(start = Date.parse('2026-11-20T09:00:00Z')) {
    this.#now = start
  }

  readonly now = (): number => this.#now

  advance(ms: number): void {
    this.#now += ms
  }
}

/** Ids that are unique in a test and sort in the order they were made. */
export function countingIds(): (prefix: string) => string {
  let made = 0
  return prefix => {
    made += 1
    return `${prefix}_${String(made).padStart(6, '0')}`
  }
}

/** Ids as in a running product, which begin with their time; `server` tells those of two servers apart. */
export function timedIds(now: () => number, server: string): (prefix: string) => string {
  let made = 0
  return prefix => {
    made += 1
    return `${prefix}_${encodeTime(now(), 10)}${server}${String(made).padStart(15, '0')}`
  }
}

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

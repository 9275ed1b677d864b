import { PROBLEM_BASE, type Problem } from '../shared/decision.ts'

/** Why an answer did not come. Each kind has its own words and its own way out. */
export type Failure =
  | { kind: 'not-set-up' }
  | { kind: 'signed-out' }
  | { kind: 'offline' }
  | { kind: 'server-down' }
  | { kind: 'updated' }
  | { kind: 'refused'; problem: Problem }

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export function failed(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure }
}

/** Whether nothing can be decided until it is over; a single refusal is no outage. */
export function isOutage(failure: Failure | null): boolean {
  return failure !== null && failure.kind !== 'refused'
}

/** Whether it can end without anybody doing something here, so that asking again makes sense. */
export function mayPass(failure: Failure): boolean {
  return failure.kind === 'offline' || failure.kind === 'server-down'
}

/** A refusal in one line: what happened, and what to do. */
export function refusalWords({ title, detail }: Problem): string {
  const ended = /[.!?]$/.test(title) ? title : `${title}.`
  return detail ? `${ended} ${detail}` : ended
}

/** The stable word at the end of a problem's type; '' where it is not one of ours. */
export function problemWord(problem: Problem): string {
  return problem.type.startsWith(PROBLEM_BASE) ? problem.type.slice(PROBLEM_BASE.length) : ''
}

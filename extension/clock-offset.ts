/** A difference that small is the time an answer takes. */
const SAME_CLOCK_MS = 2000

/** By how much the server's clock is ahead of this device's, for an answer of `readAt` by its clock; milliseconds. */
export function aheadOf({ readAt }: { readonly readAt: number }): number {
  const ahead = readAt - Date.now()
  return Math.abs(ahead) < SAME_CLOCK_MS ? 0 : ahead
}

import { type ReadonlySignal, signal } from '@preact/signals'

/** Our clock in epoch milliseconds, once a second while the page is seen. Texts that do not change are not redrawn. */
export function createNow(): ReadonlySignal<number> {
  const now = signal(Date.now())
  const tick = () => {
    if (!document.hidden) now.value = Date.now()
  }
  setInterval(tick, 1000)
  document.addEventListener('visibilitychange', tick)
  return now
}

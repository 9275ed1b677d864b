/**
 * User-timing marks of the sidebar, for `npm run bench -- panel` and anybody with developer tools open; only the last
 * of each name is kept:
 *   meshline:record   the page named another record
 *   meshline:cached   its last known panel is painted
 *   meshline:fresh    the server's answer is painted
 */
export type Mark = 'meshline:record' | 'meshline:cached' | 'meshline:fresh'

export function markNow(name: Mark): void {
  performance.clearMarks(name)
  performance.mark(name)
}

/** The frame callback runs before the paint, a task queued in it after. */
export function markAfterPaint(name: Mark): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => markNow(name), { once: true })
    port1.start()
    port2.postMessage(null)
  })
}

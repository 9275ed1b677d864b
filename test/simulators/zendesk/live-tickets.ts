/** Tells open pages which ticket has changed. */
export class LiveTickets {
  readonly #listeners = new Set<(ticketId: number) => void>()

  changed(ticketId: number): void {
    for (const listener of this.#listeners) listener(ticketId)
  }

  listen(listener: (ticketId: number) => void, signal: AbortSignal): void {
    this.#listeners.add(listener)
    signal.addEventListener('abort', () => this.#listeners.delete(listener))
  }
}

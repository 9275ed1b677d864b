/** After each call: a quarter of the 100 reads a second Stripe allows in live mode, all of the 25 in test mode. */
export const PAUSE_MS = 40

/** Stripe keeps events for 30 days; less, so that none is about to go. */
export const EVENTS_KEPT_MS = 25 * 86_400_000

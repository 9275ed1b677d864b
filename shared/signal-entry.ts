import { z } from 'zod'
import { Localized } from './locale.ts'

/**
 * stored: waits, or waits again after an attempt; processed: its subject was read; ignored: nothing acts on its kind,
 * or the vendor no longer knows its subject; unreadable: a person must look.
 */
export const SIGNAL_STATES = ['stored', 'processed', 'ignored', 'unreadable'] as const
export const SignalState = z.enum(SIGNAL_STATES)
export type SignalState = z.infer<typeof SignalState>

/** Why a signal cannot be worked on again: it is not JSON, or it names nothing that anybody here acts on. */
export const NoReplay = z.enum(['unreadable', 'without-subject'])
export type NoReplay = z.infer<typeof NoReplay>

/** One stored webhook or poll and what became of it. Times are epoch milliseconds. */
export const SignalEntry = z.object({
  id: z.string(),
  source: z.string(),
  /** The vendor's word for what happened, such as charge.dispute.created. */
  type: z.string(),
  /** What is read again because of it, as `type:id`; null where nothing acts on its kind. */
  subject: z.string().nullable(),
  state: SignalState,
  occurredAt: z.int(),
  receivedAt: z.int(),
  /** How often it was worked on since it came or was replayed. */
  attempts: z.int(),
  /** When it is tried next; null unless it waits. */
  nextAt: z.int().nullable(),
  note: Localized.nullable(),
  noReplay: NoReplay.nullable(),
})
export type SignalEntry = z.infer<typeof SignalEntry>

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '../../shared/actor.ts'
import type { SignalState } from '../../shared/signal-entry.ts'
import type { SignalHead } from '../connectors/connector.ts'
import type { NewRow } from '../store/schema.ts'
import type { Chance, Store } from '../store/store.ts'
import { insertSignals } from './store.ts'

export interface ReceivedSignal {
  readonly source: string
  readonly head: SignalHead
  /** The body exactly as it came. */
  readonly body: string
  /** Why it cannot be worked on although it is genuine. */
  readonly unreadable: string | null
}

export interface Receipt {
  readonly id: string
  /** Stored before under the same dedupe key. */
  readonly duplicate: boolean
}

interface Waiting {
  readonly row: NewRow<'signals'>
  readonly accept: (receipt: Receipt) => void
  readonly reject: (error: unknown) => void
}

const GROUP_LIMIT = 500
const GATHER_TURNS = 8
const ACTOR: Actor = { kind: 'job', name: 'intake' }

/**
 * Stores signals, many to a commit: each caller waits until the commit that holds its signal is on disk. While one
 * group is being written the next one gathers.
 */
export class Intake {
  readonly #store: Store
  readonly #chance: Chance
  #waiting: Waiting[] = []
  #writing = false

  constructor(store: Store, chance: Chance) {
    this.#store = store
    this.#chance = chance
  }

  /** Resolves once the signal is durable. Rejects where the database fails: nothing was acknowledged then. */
  store(signal: ReceivedSignal): Promise<Receipt> {
    const { promise, resolve, reject } = Promise.withResolvers<Receipt>()
    this.#waiting.push({ row: this.#row(signal), accept: resolve, reject })
    if (!this.#writing) {
      this.#writing = true
      void this.#writeGroups()
    }
    return promise
  }

  async #writeGroups(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather()
      await this.#writeGroup(this.#waiting.splice(0, GROUP_LIMIT))
    }
    this.#writing = false
  }

  /**
   * Waits as long as signals keep coming in, a few turns of the event loop at most: reaching the disk is what costs,
   * so a larger group is cheaper for everybody in it and later for nobody.
   */
  async #gather(): Promise<void> {
    let before = 0
    for (let turn = 0; turn < GATHER_TURNS && this.#waiting.length > before; turn += 1) {
      before = this.#waiting.length
      await nextTurn()
    }
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const inserted = await this.#insert(group)
      for (const { row, accept } of group) accept({ id: row.id, duplicate: !inserted.has(row.id) })
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  #insert(group: readonly Waiting[]): Promise<Set<string>> {
    const rows = group.map(({ row }) => row)
    return this.#store.write(ACTOR, async tx => {
      const inserted = await insertSignals(tx, rows)
      await tx.audit({
        action: 'signals.stored',
        outcome: 'done',
        subject: { kind: 'signal', id: rows[0]?.id ?? '' },
        itemId: null,
        summary: `${inserted.size} stored, ${rows.length - inserted.size} seen before`,
        detail: { ids: [...inserted] },
      })
      return inserted
    })
  }

  #row({ source, head, body, unreadable }: ReceivedSignal): NewRow<'signals'> {
    const now = this.#chance.now()
    return {
      id: this.#chance.newId('sig'),
      source,
      dedupe_key: head.dedupeKey,
      type: head.type,
      subject: head.subject ? `${head.subject.type}:${head.subject.id}` : null,
      occurred_at: head.occurredAt,
      received_at: now,
      from_us: head.fromUs ? 1 : 0,
      body,
      state: stateOf(head, unreadable),
      attempts: 0,
      next_at: now,
      lease_until: 0,
      note: unreadable,
    }
  }
}

function stateOf(head: SignalHead, unreadable: string | null): SignalState {
  if (unreadable !== null) return 'unreadable'
  return head.subject ? 'stored' : 'ignored'
}

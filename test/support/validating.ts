import { storeRecords } from '../../server/context/store-records.ts'
import { openStore, type Store } from '../../server/store/store.ts'
import { startValidation } from '../../server/validation/start-validation.ts'
import { stepValidation, type ValidationDeps } from '../../server/validation/step-validation.ts'
import { findValidation } from '../../server/validation/store.ts'
import type { Actor } from '../../shared/actor.ts'
import type { RecordField, SourceRecord } from '../../shared/source-record.ts'
import type { Validation } from '../../shared/validation.ts'
import { type DatabaseKind, freshDatabase } from './database.ts'
import { countingIds, HeldClock } from './held-clock.ts'
import { type Ledger, startLedger, text } from './ledger.ts'

const ACTOR: Actor = { kind: 'command', user: 'tester' }

/** A store and a ledger that say the same, and validations between them; no server, and no work but what a test does. */
export interface Validating {
  readonly ledger: Ledger
  readonly dataDir: string
  readonly clock: HeldClock
  readonly bugs: readonly unknown[]
  /** The chance of everything drawn from now on. */
  random: () => number
  /** Changes when the store is opened again. */
  store: Store
  readonly deps: () => ValidationDeps
  /** We hold these records, and the ledger says the same of them. */
  readonly known: (...records: readonly SourceRecord[]) => Promise<void>
  readonly begin: (sample?: number) => Promise<string>
  readonly read: (id: string) => Promise<Validation>
  readonly validate: (sample?: number) => Promise<Validation>
  /** What is left of the process that opened the store goes, and another opens it. */
  readonly startAgain: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A name and a plan. */
export function said(name: string, plan = 'Scale'): RecordField[] {
  return [
    { field: 'name', content: text(name) },
    { field: 'plan', content: text(plan) },
  ]
}

/** Compares accounts until nothing is due any more. */
export async function workOff(deps: ValidationDeps): Promise<void> {
  while (await stepValidation(deps));
}

export async function startValidating(kind: DatabaseKind): Promise<Validating> {
  const clock = new HeldClock()
  const database = await freshDatabase(kind)
  const ledger = await startLedger(clock.now)
  const chance = { now: clock.now, newId: countingIds(), random: () => 0 }
  const where = database.databaseUrl
    ? { url: database.databaseUrl }
    : { path: `${database.dataDir}/meshline.sqlite` }
  const bugs: unknown[] = []
  const world: Validating = {
    ledger,
    dataDir: database.dataDir,
    clock,
    bugs,
    random: () => 0,
    store: await openStore(where, chance),
    deps: () => ({
      store: world.store,
      now: clock.now,
      random: () => world.random(),
      connectors: { readers: new Map([['ledger', ledger.reader]]) },
      reportBug: error => void bugs.push(error),
    }),
    async known(...records) {
      for (const record of records) ledger.say(record)
      await hold(world.store, records)
    },
    begin: sample => begin(world.deps(), sample ?? 10),
    async read(id) {
      const validation = await findValidation(world.store.db, id)
      if (!validation) throw new Error(`There is no validation ${id}`)
      return validation
    },
    async validate(sample) {
      const id = await world.begin(sample)
      await workOff(world.deps())
      return world.read(id)
    },
    async startAgain() {
      await world.store.close()
      world.store = await openStore(where, chance)
    },
    async close() {
      await world.store.close()
      await ledger.close()
      await database.drop()
    },
  }
  return world
}

async function begin(deps: ValidationDeps, sample: number): Promise<string> {
  const outcome = await startValidation(deps, { actor: ACTOR, member: null, sample })
  if (outcome.kind === 'not-allowed') throw new Error('Nobody may start it')
  return outcome.id
}

/** Stores records as a sync would. */
export async function hold(store: Store, records: readonly SourceRecord[]): Promise<void> {
  await store.write(ACTOR, async tx => {
    await storeRecords(tx, records)
    const subject = { kind: 'test', id: '1' }
    await tx.audit({ action: 'test.stored', outcome: 'done', subject, itemId: null, summary: '' })
  })
}

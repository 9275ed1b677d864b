import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readContextRecord } from '../../../server/context/read-context-record.ts'
import { storeRecords } from '../../../server/context/store-records.ts'
import { openStore, type Store, type Tx } from '../../../server/store/store.ts'
import { nameKey, type SourceRecord } from '../../../shared/source-record.ts'
import { DATABASES, type FreshDatabase, freshDatabase } from '../../support/database.ts'
import { countingIds, HeldClock } from '../../support/held-clock.ts'
import { groupsOf, type History, history } from '../../support/histories.ts'

const HISTORIES = 1_000
const JOB = { kind: 'job', name: 'test' } as const

class Crash extends Error {}

/** Everything about accounts, with their arbitrary ids taken out: who is together, what they say, what is asked. */
async function snapshot(store: Store, now: number) {
  const all = await store.db.selectFrom('source_records').selectAll().execute()
  // A name that only a reading since replaced has mentioned, and under which nothing hangs, says nothing.
  const rows = all.filter(row => row.unread === 0 || all.some(other => other.belongs_to === nameKey(row)))
  const anchors = rows.filter(row => row.account_id !== null)
  const together = Map.groupBy(anchors, row => row.account_id ?? '')
  const customers = await Promise.all(
    [...together].map(async ([accountId, members]) => ({
      members: members.map(nameKey).toSorted(),
      record: { ...(await readContextRecord(store.db, accountId, now)), id: '' },
    })),
  )
  const parts = await store.db
    .selectFrom('identity_questions')
    .innerJoin('identity_question_anchors as part', 'part.question_id', 'identity_questions.id')
    .select(['shared_kind', 'shared', 'part.anchor', 'part.part'])
    .where('closed_at', 'is', null)
    .execute()
  return {
    customers: customers.toSorted((a, b) => ((a.members[0] ?? '') < (b.members[0] ?? '') ? -1 : 1)),
    places: rows.map(row => `${nameKey(row)} under ${row.anchor}`).toSorted(),
    questions: parts
      .map(({ shared_kind, shared, anchor, part }) => `${shared_kind} ${shared} ${part} ${anchor}`)
      .toSorted(),
  }
}

/** Each history has its own corner of the database, as a fresh one for each would take an hour. */
function inCorner(records: readonly SourceRecord[], corner: string): SourceRecord[] {
  const name = (of: SourceRecord['name']) => ({ ...of, id: `${of.id}-${corner}` })
  return records.map(record => ({
    ...record,
    name: name(record.name),
    belongsTo: record.belongsTo && name(record.belongsTo),
    keys: record.keys.map(({ kind, value }) => ({ kind, value: `${value}-${corner}` })),
  }))
}

describe.each(DATABASES)('the same readings in any order, on %s', database => {
  let fresh: FreshDatabase
  let store: Store
  const clock = new HeldClock()

  beforeAll(async () => {
    fresh = await freshDatabase(database)
    const where = fresh.databaseUrl
      ? { url: fresh.databaseUrl }
      : { path: `${fresh.dataDir}/meshline.sqlite` }
    store = await openStore(where, { now: clock.now, newId: countingIds(), random: () => 0 })
  })
  afterAll(async () => {
    await store.close()
    await fresh.drop()
  })

  async function write(records: readonly SourceRecord[], crash: boolean): Promise<void> {
    const change = async (tx: Tx, crashes: boolean) => {
      await storeRecords(tx, records)
      await tx.audit({
        action: 'test',
        outcome: 'done',
        subject: { kind: 'test', id: '' },
        itemId: null,
        summary: '',
      })
      if (crashes) throw new Crash()
    }
    if (crash) await expect(store.write(JOB, tx => change(tx, true))).rejects.toThrow(Crash)
    await store.write(JOB, tx => change(tx, false))
  }

  async function play(past: History, corner: string) {
    await emptyOut(store)
    for (const [turn, records] of groupsOf(past).entries()) {
      await write(inCorner(records, corner), past.crashes[turn] ?? false)
    }
    return snapshot(store, clock.now())
  }

  test(`${HISTORIES} pasts: shuffled, doubled, regrouped and with crashes between, the records are the same`, async () => {
    let corner = 0
    await fc.assert(
      fc.asyncProperty(history, async past => {
        corner += 1
        const inOrder = past.readings.map((_, at) => at)
        const calm = { ...past, arrivals: inOrder, groups: [inOrder.length], crashes: [] }
        expect(await play(past, String(corner))).toEqual(await play(calm, String(corner)))
      }),
      { numRuns: HISTORIES, seed: 20_261_125 },
    )
  }, 240_000)
})

async function emptyOut(store: Store): Promise<void> {
  await store.lease(async db => {
    await db.deleteFrom('identity_question_anchors').execute()
    await db.deleteFrom('identity_questions').execute()
    await db.deleteFrom('record_keys').execute()
    await db.deleteFrom('source_records').execute()
    await db.deleteFrom('accounts').execute()
  })
}

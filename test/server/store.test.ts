import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/store/schema.ts'
import { openStore, type Store, UnauditedWrite } from '../../server/store/store.ts'
import type { Actor } from '../../shared/actor.ts'
import { DATABASES, type FreshDatabase, freshDatabase } from '../support/database.ts'
import { countingIds, HeldClock } from '../support/held-clock.ts'

const ACTOR: Actor = { kind: 'job', name: 'test' }

describe.each(DATABASES)('the store, on %s', kind => {
  let database: FreshDatabase
  let store: Store
  const chance = { now: new HeldClock().now, newId: countingIds(), random: () => 0.5 }
  const where = () =>
    database.databaseUrl ? { url: database.databaseUrl } : { path: `${database.dataDir}/test.sqlite` }

  beforeAll(async () => {
    database = await freshDatabase(kind)
    store = await openStore(where(), chance)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  const entry = {
    action: 'test.done',
    outcome: 'done',
    subject: { kind: 'test', id: '1' },
    itemId: null,
    summary: '',
  } as const
  const accounts = async () => (await store.db.selectFrom('accounts').selectAll().execute()).length

  test('a write without an audit entry fails and leaves nothing', async () => {
    const before = await accounts()
    const write = store.write(ACTOR, tx =>
      tx.db.insertInto('accounts').values({ id: 'ctx_a', created_at: 1 }).execute(),
    )
    await expect(write).rejects.toThrow(UnauditedWrite)
    expect(await accounts()).toBe(before)
  })

  test('a write that throws leaves neither its change nor its audit entry', async () => {
    const write = store.write(ACTOR, async tx => {
      await tx.audit(entry)
      throw new Error('half-way')
    })
    await expect(write).rejects.toThrow('half-way')
    expect(
      await store.db.selectFrom('audit_entries').selectAll().where('action', '=', 'test.done').execute(),
    ).toEqual([])
  })

  test('what reads cannot write', async () => {
    // The type forbids it as well; this is for whoever casts it away.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const writer = store.db as Kysely<Database>
    const sneaky = writer.updateTable('items').set({ title: 'changed' }).execute()
    await expect(sneaky).rejects.toThrow(/readonly|read-only/i)
  })

  test('writes at once happen one after the other', async () => {
    await store.write(ACTOR, async tx => {
      await tx.db.insertInto('facts').values({ kind: 'count', id: 'n', body: '0', read_at: 0 }).execute()
      await tx.audit(entry)
    })
    const addOne = () =>
      store.write(ACTOR, async tx => {
        const query = tx.db.selectFrom('facts').select('read_at').where('kind', '=', 'count')
        const { read_at } = await query.executeTakeFirstOrThrow()
        await tx.db
          .updateTable('facts')
          .set({ read_at: read_at + 1 })
          .where('kind', '=', 'count')
          .execute()
        await tx.audit(entry)
      })
    await Promise.all(Array.from({ length: 10 }, addOne))
    const row = await store.db.selectFrom('facts').select('read_at').executeTakeFirstOrThrow()
    expect(row.read_at).toBe(10)
  })

  test('instants come back as the numbers they were', async () => {
    const at = 8_640_000_000_000_000
    await store.write(ACTOR, async tx => {
      await tx.db.insertInto('accounts').values({ id: 'ctx_late', created_at: at }).execute()
      await tx.audit(entry)
    })
    const row = await store.db
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', 'ctx_late')
      .executeTakeFirstOrThrow()
    expect(row.created_at).toBe(at)
  })

  test('opening a database that is up to date changes nothing', async () => {
    const again = await openStore(where(), chance)
    expect(await again.db.selectFrom('accounts').selectAll().execute()).toHaveLength(await accounts())
    await again.close()
  })
})

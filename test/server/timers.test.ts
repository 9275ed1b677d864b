import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store, type Tx } from '../../server/store/store.ts'
import { armTimer, armTimers } from '../../server/timers/arm-timer.ts'
import { fireTimers, type TimerActs } from '../../server/timers/fire-timers.ts'
import { DATABASES, type FreshDatabase, freshDatabase } from '../support/database.ts'
import { countingIds, HeldClock, MINUTE } from '../support/held-clock.ts'

describe.each(DATABASES)('timers, on %s', kind => {
  const clock = new HeldClock()
  let database: FreshDatabase
  let store: Store
  let fired: string[]
  let broken: Set<string>

  beforeEach(async () => {
    database = await freshDatabase(kind)
    const { databaseUrl, dataDir } = database
    const at = databaseUrl ? { url: databaseUrl } : { path: `${dataDir}/meshline.sqlite` }
    store = await openStore(at, { now: clock.now, newId: countingIds(), random: () => 0.5 })
    fired = []
    broken = new Set()
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  const note = (tx: Tx, id: string) =>
    tx.audit({
      action: 'test',
      outcome: 'done',
      subject: { kind: 'timer', id },
      itemId: null,
      summary: '',
    })
  const act = async (tx: Tx, id: string) => {
    await note(tx, id)
    if (broken.has(id)) throw new Error(`${id} is broken`)
    fired.push(id)
  }
  const acts: TimerActs = {
    'decide-window': act,
    'context-stale': act,
    'route-again': act,
    'clock-due': act,
    'clock-warn': act,
    'leave-begins': act,
    'recompute-clocks': act,
  }
  const arm = (ids: readonly string[]) =>
    store.write({ kind: 'job', name: 'test' }, async tx => {
      for (const [at, id] of ids.entries()) {
        await armTimer(tx, { kind: 'clock-due', subjectId: id, dueAt: clock.now() + at })
      }
      await note(tx, 'armed')
    })
  const fireAll = () => fireTimers({ store, now: clock.now, acts })
  const acted = async () => {
    const rows = await store.db
      .selectFrom('audit_entries')
      .select('subject_id')
      .where('action', '=', 'test')
      .orderBy('seq')
      .execute()
    return rows.map(({ subject_id }) => subject_id)
  }
  const ids = Array.from({ length: 50 }, (_, at) => `t${String(at).padStart(2, '0')}`)

  test('fire in the order of their due times, each once', async () => {
    await arm(ids.toReversed())
    clock.advance(MINUTE)
    expect(await fireAll()).toBe(true)
    expect(await fireAll()).toBe(false)
    expect(fired).toEqual(ids.toReversed())
  })

  test('10,000 due in the same second fire once each, and none is left', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `m${at}`)
    await store.write({ kind: 'job', name: 'test' }, async tx => {
      await armTimers(tx, { kind: 'clock-due', subjectIds: many, dueAt: clock.now() })
      await note(tx, 'armed')
    })
    while (await fireAll());
    expect(fired.toSorted()).toEqual(many.toSorted())
    expect(await acted()).toHaveLength(10_001)
  })

  test('one that breaks holds up none of the others, leaves nothing half done and is tried again', async () => {
    await arm(ids)
    broken.add('t07')
    clock.advance(MINUTE)
    await expect(fireAll()).rejects.toThrow('Some timers could not be fired')
    expect(await acted()).toEqual(['armed', ...ids.filter(id => id !== 't07')])
    broken.clear()
    expect(await fireAll()).toBe(false)
    clock.advance(MINUTE)
    await fireAll()
    expect((await acted()).at(-1)).toBe('t07')
  })
})

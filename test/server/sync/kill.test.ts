import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../../support/database.ts'
import { type PagedDesk, startPagedDesk } from '../../support/paged-desk.ts'

const main = fileURLToPath(new URL('../../support/paged-main.ts', import.meta.url))

describe.each(DATABASES)('meshline sync as a process of its own on %s', database => {
  let desk: PagedDesk

  beforeEach(async () => {
    desk = await startPagedDesk(database, { pageSize: 20 })
    desk.vendor.fill('accounts', 400)
    desk.vendor.fill('tickets', 100)
  })
  afterEach(() => desk.close())

  function startSync() {
    const { settings } = desk.meshline
    const env = {
      ...process.env,
      ...desk.variables,
      MESHLINE_DATA_DIR: settings.dataDir,
      ...(settings.databaseUrl && { MESHLINE_DATABASE_URL: settings.databaseUrl }),
    }
    return spawn(process.execPath, [main, 'sync', 'paged', '--json'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }

  test('killed while it reads and while it stores: everything is there once', async () => {
    // The ninth page dies while the vendor answers it; the fourteenth shortly after, wherever the process is then.
    for (const [page, afterMs] of [
      [9, 0],
      [14, 3],
    ] as const) {
      const sync = startSync()
      const killed = once(sync, 'exit')
      desk.vendor.beforePage = async (_stream, after) => {
        if (after !== page * 20 - 20) return
        desk.vendor.beforePage = () => {}
        setTimeout(() => sync.kill('SIGKILL'), afterMs)
        if (afterMs === 0) await killed
      }
      expect(await killed).toEqual([null, 'SIGKILL'])
      // Whoever comes next need not wait for the lease of the dead one to run out.
      await freeLeases(desk)
    }
    const [code] = await once(startSync(), 'exit')
    expect(code).toBe(0)
    expect(await desk.recordIds('accounts')).toHaveLength(400)
    expect(await desk.recordIds('tickets')).toHaveLength(100)
    expect(await desk.cursor('accounts')).toMatchObject({ cursor: '400', read: 400 })
    expect(await desk.cursor('tickets')).toMatchObject({ cursor: '100', read: 100 })
    expect(await desk.pagesAudited()).toBe(25)
    const subjects = (await desk.signals()).map(({ subject }) => subject)
    expect(new Set(subjects).size).toBe(subjects.length)
  })

  test('two at once share the pages, and each is read once', async () => {
    const codes = await Promise.all([startSync(), startSync()].map(sync => once(sync, 'exit')))
    expect(codes).toEqual([
      [0, null],
      [0, null],
    ])
    expect(await desk.recordIds('accounts')).toHaveLength(400)
    expect(await desk.cursor('accounts')).toMatchObject({ read: 400 })
    const first = desk.vendor.calls.filter(path => path.startsWith('/streams/') && !path.endsWith('=400'))
    expect(first.filter(path => !path.endsWith('tickets?after=100'))).toHaveLength(25)
    expect(new Set(first).size).toBe(first.length)
  })
})

function freeLeases(desk: PagedDesk): Promise<unknown> {
  return desk.meshline.server.store.lease(db =>
    db.updateTable('sync_cursors').set({ lease_until: 0, next_at: 0 }).where('lease_until', '>', 0).execute(),
  )
}

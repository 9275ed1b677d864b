import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from '../../../server/cli/run-command.ts'
import { readUsageCsv, USAGE_COLUMNS, type UsageRow } from '../../../server/connectors/usage/read-csv.ts'
import { VENDORS } from '../../../server/connectors/vendors.ts'
import { openStore } from '../../../server/store/store.ts'
import { countingIds, HeldClock } from '../../support/held-clock.ts'

let folder: string
let clock: HeldClock
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshline-usage-'))
  clock = new HeldClock()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(text: string | Uint8Array): string {
  const path = join(folder, 'usage.csv')
  writeFileSync(path, text)
  return path
}

async function rowsOf(text: string | Uint8Array): Promise<UsageRow[]> {
  return Array.fromAsync(readUsageCsv(fileOf(text), clock.now()))
}

const HEADER = 'workspace_id,at,active_users_14d,health'

describe('the rows of a file', () => {
  test('a row of every column is a record', async () => {
    const values =
      'ws_1,0015g00000AbCdE,cus_Acme1,acme.example,2026-11-20T08:00:00Z,12,3410,71,2026-11-20T07:00:00Z'
    const [row, ...more] = await rowsOf(`${USAGE_COLUMNS.join(',')}\n${values}\n`)
    expect(more).toEqual([])
    expect(row).toMatchObject({
      kind: 'record',
      line: 2,
      record: {
        name: { source: 'usage', type: 'workspace', id: 'ws_1' },
        keys: [{ value: '0015g00000AbCdEAAV' }, { value: 'cus_Acme1' }, { value: 'acme.example' }],
        changedAt: Date.parse('2026-11-20T08:00:00Z'),
        state: null,
      },
    })
    expect(row?.kind === 'record' && row.record.fields.map(({ field }) => field)).toEqual([
      'usage_14d',
      'health',
      'last_active_at',
    ])
  })

  test('an empty cell is unknown, and 0 is 0', async () => {
    const rows = await rowsOf(`${HEADER}\nws_1,2026-11-20,,\nws_2,2026-11-20,0,0\n`)
    expect(rows.map(row => row.kind === 'record' && row.record.fields.map(({ content }) => content))).toEqual(
      [
        [],
        [
          { kind: 'count', count: 0 },
          { kind: 'count', count: 0 },
        ],
      ],
    )
  })

  test.each([
    ['commas', `${HEADER}\r\nws_1,2026-11-20,5,\r\n`],
    ['semicolons, as a German Excel writes', `${HEADER.replaceAll(',', ';')}\nws_1;2026-11-20;5;\n`],
    ['tabs', `${HEADER.replaceAll(',', '\t')}\nws_1\t2026-11-20\t5\t\n`],
    ['a byte order mark', `\uFEFF${HEADER}\nws_1,2026-11-20,5,\n`],
    ['capitals and spaces', `Workspace_ID , AT,Active_Users_14d,health\n ws_1 , 2026-11-20 , 5 , \n`],
    ['quotes and empty lines', `"workspace_id",at,active_users_14d,health\n\n"ws_1","2026-11-20","5",""\n\n`],
    ['no line end', `${HEADER}\nws_1,2026-11-20,5,`],
  ])('written with %s', async (_how, text) => {
    const [row, ...more] = await rowsOf(text)
    expect(more).toEqual([])
    expect(row).toMatchObject({
      record: { name: { id: 'ws_1' }, fields: [{ field: 'usage_14d', content: { count: 5 } }] },
    })
  })

  test('bad rows are told with their line and why, and the others are read', async () => {
    const rows = await rowsOf(
      [
        HEADER,
        'ws_1,2026-11-20,5,80',
        'ws_2,yesterday,5,80',
        'ws_3,2026-11-20,five,80',
        'ws_4,2026-11-20,5',
        '',
        ',2026-11-20,5,80',
        'ws_6,2027-11-20,5,80',
        'ws_7,2026-11-20,5,101',
        'ws_8,2026-11-20,5,80',
      ].join('\n'),
    )
    const bad = rows.flatMap(row => (row.kind === 'bad' ? [row] : []))
    expect(bad).toEqual([
      { kind: 'bad', line: 3, why: expect.stringContaining('at: must be a time with its zone') },
      { kind: 'bad', line: 4, why: expect.stringContaining('active_users_14d: must be a whole number') },
      { kind: 'bad', line: 5, why: expect.stringContaining('columns length is 4, got 3') },
      { kind: 'bad', line: 7, why: 'account: must name at least one of its ids' },
      { kind: 'bad', line: 8, why: 'at: must not be in the future' },
      { kind: 'bad', line: 9, why: 'health: must be 0 to 100' },
    ])
    expect(rows.flatMap(row => (row.kind === 'record' ? row.record.name.id : []))).toEqual(['ws_1', 'ws_8'])
  })

  test('a quote that never ends spoils what follows it, not what came before', async () => {
    const rows = await rowsOf(
      `${HEADER}\nws_1,2026-11-20,5,80\n"ws_2,2026-11-20,5,80\nws_3,2026-11-20,5,80\n`,
    )
    expect(rows).toMatchObject([
      { kind: 'record', line: 2 },
      { kind: 'bad', why: expect.stringContaining('nothing from there on was read') },
    ])
  })

  test.each([1, 10, 2_000])(
    'a row without an end is given up, and the %i before it are read',
    async count => {
      const good = Array.from({ length: count }, (_, at) => `ws_${at},2026-11-20,5,80\n`).join('')
      const rows = await rowsOf(`${HEADER}\n${good}ws_x,2026-11-20,5,"${'x\n'.repeat(200_000)}`)
      expect(rows.filter(({ kind }) => kind === 'record')).toHaveLength(count)
      expect(rows.filter(({ kind }) => kind === 'bad')).toMatchObject([
        { why: expect.stringContaining('nothing from there on was read') },
      ])
    },
  )

  test('a header and no rows is an empty import', async () => {
    expect(await rowsOf(`${HEADER}\n`)).toEqual([])
    expect(await rowsOf(HEADER)).toEqual([])
  })

  test.each([
    ['an empty file', ''],
    ['empty lines', '\n\n'],
    ['no header', 'ws_1,2026-11-20,5,80\n'],
    ['a column nobody knows', `${HEADER},heatlh\nws_1,2026-11-20,5,80,1\n`],
    ['a column twice', `${HEADER},at\nws_1,2026-11-20,5,80,2026-11-20\n`],
    ['no time', 'workspace_id,health\nws_1,80\n'],
    ['nobody', 'at,health\n2026-11-20,80\n'],
    ['UTF-16', Buffer.from(`${HEADER}\nws_1,2026-11-20,5,80\n`, 'utf16le')],
  ])('%s is no file of usage', async (_what, text) => {
    await expect(rowsOf(text)).rejects.toThrow('The first line must name columns out of')
  })
})

describe('meshline usage import', () => {
  const newId = countingIds()
  const meshline = async (...args: string[]) => {
    const printed: string[] = []
    const complained: string[] = []
    const code = await runCommand(args, {
      variables: { MESHLINE_DATA_DIR: folder },
      now: clock.now,
      newId,
      random: () => 0.5,
      print: line => void printed.push(line),
      complain: line => void complained.push(line),
      onStop: () => {},
      vendors: VENDORS,
      screen: null,
      sleep: async () => {},
      user: 'tester',
    })
    return { code, printed, complained }
  }
  const storedOf = async <T>(read: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>) => {
    const store = await openStore(
      { path: join(folder, 'meshline.sqlite') },
      { now: clock.now, newId, random: () => 0.5 },
    )
    try {
      return await read(store)
    } finally {
      await store.close()
    }
  }
  const records = () => storedOf(({ db }) => db.selectFrom('source_records').selectAll().execute())
  const audited = () =>
    storedOf(({ db }) =>
      db.selectFrom('audit_entries').selectAll().where('action', '=', 'usage.imported').execute(),
    )

  const manyRows = (count: number) =>
    [HEADER, ...Array.from({ length: count }, (_, at) => `ws_${at},2026-11-20,${at},80`)].join('\n')

  test('stores the rows in batches, each with its audit entry', async () => {
    const { code, printed } = await meshline('usage', 'import', fileOf(manyRows(1_201)))
    expect([code, printed]).toEqual([0, ['1201 rows stored: 1201 said something new, 0 did not']])
    expect(await records()).toHaveLength(1_201)
    expect((await audited()).map(({ summary }) => summary)).toEqual([
      '500 rows of usage.csv',
      '500 rows of usage.csv',
      '201 rows of usage.csv',
    ])
    expect((await audited())[0]?.actor).toContain('tester')
  })

  test('twice is once', async () => {
    const file = fileOf(manyRows(3))
    await meshline('usage', 'import', file)
    const before = await records()
    const { code, printed } = await meshline('usage', 'import', file)
    expect([code, printed]).toEqual([0, ['3 rows stored: 0 said something new, 3 did not']])
    expect(await records()).toEqual(before)
  })

  test('bad rows end in 1, after the good ones were stored', async () => {
    const file = fileOf(`${manyRows(2)}\nws_9,never,1,1\n`)
    const { code, printed, complained } = await meshline('usage', 'import', file)
    expect(code).toBe(1)
    expect(printed).toEqual(['2 rows stored: 2 said something new, 0 did not'])
    expect(complained).toEqual([
      expect.stringMatching(/^Line 4: at: must be/),
      expect.stringMatching(/^1 row was skipped/),
    ])
    expect(await records()).toHaveLength(2)
  })

  test('--json says the same to a program', async () => {
    const { code, printed } = await meshline(
      'usage',
      'import',
      fileOf(`${manyRows(2)}\nws_9,never,1,1\n`),
      '--json',
    )
    expect(code).toBe(1)
    expect(JSON.parse(printed.join('\n'))).toMatchObject({
      stored: 2,
      changed: 2,
      unchanged: 0,
      badCount: 1,
      bad: [{ line: 4 }],
    })
  })

  test('a file that is not there or not one of usage changes nothing', async () => {
    const missing = await meshline('usage', 'import', join(folder, 'none.csv'))
    expect([missing.code, missing.complained[0]]).toEqual([1, expect.stringContaining('cannot be read')])
    const strange = await meshline('usage', 'import', fileOf('a,b\n1,2\n'))
    expect([strange.code, strange.complained[0]]).toEqual([1, expect.stringContaining('Not known: a, b')])
    expect(await records()).toEqual([])
  })
})

import { basename } from 'node:path'
import { Command } from 'commander'
import type { Actor } from '../../shared/actor.ts'
import type { SourceRecord } from '../../shared/source-record.ts'
import { readUsageCsv, UnusableFile } from '../connectors/usage/read-csv.ts'
import { type Stored, storeRecords } from '../context/store-records.ts'
import type { Store, Tx } from '../store/store.ts'
import { Misuse, type Terminal, Unfinished } from './terminal.ts'
import { withStore } from './with-store.ts'

const BATCH = 500
/** Bad rows that are told in JSON; the count is always whole. */
const TOLD_ROWS = 1_000

export function usageCommand(terminal: Terminal): Command {
  return new Command('usage').description('Bring in what the product knows of its customers').addCommand(
    new Command('import')
      .description('Store the rows of a CSV file; bad ones are told and skipped. See docs/usage-signals.md')
      .argument('<file>', 'with a header row')
      .option('--json', 'print JSON')
      .action((file: string, options: { json?: true }) => importFile(terminal, file, options)),
  )
}

async function importFile(terminal: Terminal, file: string, { json }: { json?: true }): Promise<void> {
  await withStore(terminal, async ({ store, actor }) => {
    const tell = (line: number, why: string) => {
      if (!json) terminal.complain(`Line ${line}: ${why}`)
    }
    const order = { store, actor, file, now: terminal.now(), tell }
    const { stored, changed, unchanged, bad, badCount } = await importRows(order)
    if (json) terminal.print(JSON.stringify({ stored, changed, unchanged, badCount, bad }))
    else terminal.print(`${stored} rows stored: ${changed} said something new, ${unchanged} did not`)
    if (badCount > 0) {
      const rows = badCount === 1 ? '1 row was' : `${badCount} rows were`
      throw new Unfinished(
        `${rows} skipped. Correct and import the file again; what is stored does no harm twice`,
      )
    }
  })
}

interface ImportOrder {
  readonly store: Store
  readonly actor: Actor
  readonly file: string
  /** Epoch milliseconds. */
  readonly now: number
  readonly tell: (line: number, why: string) => void
}

interface Imported extends Stored {
  readonly stored: number
  readonly bad: readonly { readonly line: number; readonly why: string }[]
  readonly badCount: number
}

async function importRows({ store, actor, file, now, tell }: ImportOrder): Promise<Imported> {
  const sum = { stored: 0, changed: 0, unchanged: 0, badCount: 0 }
  const bad: { line: number; why: string }[] = []
  let batch: SourceRecord[] = []
  const flush = async () => {
    const records = batch
    batch = []
    if (records.length === 0) return
    const { changed, unchanged } = await store.write(actor, tx => storeBatch(tx, records, basename(file)))
    sum.stored += records.length
    sum.changed += changed
    sum.unchanged += unchanged
  }
  for await (const row of rowsOf(file, now)) {
    if (row.kind === 'record') {
      batch.push(row.record)
      if (batch.length === BATCH) await flush()
      continue
    }
    tell(row.line, row.why)
    sum.badCount += 1
    if (bad.length < TOLD_ROWS) bad.push({ line: row.line, why: row.why })
  }
  await flush()
  return { ...sum, bad }
}

/** The rows, with what is wrong with the file as a whole said as a mistake in how the command was used. */
async function* rowsOf(file: string, now: number): ReturnType<typeof readUsageCsv> {
  try {
    yield* readUsageCsv(file, now)
  } catch (error) {
    if (error instanceof UnusableFile) throw new Misuse(error.message)
    if (error instanceof Error && 'code' in error && 'syscall' in error) {
      throw new Misuse(`${file} cannot be read: ${error.message}`)
    }
    throw error
  }
}

async function storeBatch(tx: Tx, records: readonly SourceRecord[], name: string): Promise<Stored> {
  const stored = await storeRecords(tx, records)
  await tx.audit({
    action: 'usage.imported',
    outcome: 'done',
    subject: { kind: 'source', id: 'usage' },
    itemId: null,
    summary: `${records.length} rows of ${name}`,
    detail: { ...stored },
  })
  return stored
}

import { Command } from 'commander'
import { SIGNAL_STATES } from '../../shared/signal-entry.ts'
import { replaySignal } from '../signals/replay-signal.ts'
import { asSignalEntry, findSignal, listSignals } from '../signals/signal-log.ts'
import { Misuse, type Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

export function signalCommand(terminal: Terminal): Command {
  return new Command('signal')
    .description('Look at stored webhooks and have them worked on again')
    .addCommand(
      new Command('list')
        .description('The newest 50 signals')
        .option('--state <state>', `only ${SIGNAL_STATES.join(', ')}`)
        .option('--json', 'print JSON')
        .action((options: ListOptions) => list(terminal, options)),
    )
    .addCommand(
      new Command('show')
        .description('What came, exactly')
        .argument('<id>', 'such as sig_01J...')
        .action((id: string) => show(terminal, id)),
    )
    .addCommand(
      new Command('replay')
        .description('Have a signal worked on again by the running server')
        .argument('<id>', 'such as sig_01J...')
        .action((id: string) => replay(terminal, id)),
    )
}

interface ListOptions {
  readonly state?: string
  readonly json?: true
}

async function list(terminal: Terminal, options: ListOptions): Promise<void> {
  const state = SIGNAL_STATES.find(known => known === options.state) ?? null
  if (options.state !== undefined && !state) {
    throw new Misuse(`${options.state} is not a state; use one of ${SIGNAL_STATES.join(', ')}`)
  }
  await withStore(terminal, async ({ store }) => {
    const signals = await listSignals(store.db, { state, limit: 50 })
    if (options.json) return terminal.print(JSON.stringify(signals.map(asSignalEntry)))
    for (const { id, source, type, subject, state: is, note, received_at } of signals) {
      const at = new Date(received_at).toISOString()
      terminal.print([id, at, source, type, subject ?? '-', is, note ?? ''].join('\t'))
    }
  })
}

async function show(terminal: Terminal, id: string): Promise<void> {
  await withStore(terminal, async ({ store }) => {
    const signal = await findSignal(store.db, id)
    if (!signal) throw new Misuse(REFUSALS['not-found'])
    terminal.print(signal.body)
  })
}

const REFUSALS = {
  'not-allowed': 'You may only view',
  'not-found': 'There is no such signal; see meshline signal list',
  unreadable: 'It is not JSON, so there is nothing to work on; correct the template it came from',
  'without-subject': 'Nothing here acts on signals of its kind',
} as const

async function replay(terminal: Terminal, id: string): Promise<void> {
  await withStore(terminal, async ({ store, actor }) => {
    const outcome = await store.write(actor, tx => replaySignal(tx, { id, member: null }))
    if (outcome !== 'replayed') throw new Misuse(REFUSALS[outcome])
    terminal.print(`${id} is due again; the server takes it up within half a minute`)
  })
}

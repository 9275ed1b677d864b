import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import type { Logger } from 'pino'
import { beginLeave } from './access/record-leave.ts'
import { mailWork } from './alerts/mail-work.ts'
import { warnOwner } from './alerts/warn-owner.ts'
import { createApp } from './app.ts'
import { backtestWork } from './backtests/step-backtest.ts'
import { BadSettings } from './bad-settings.ts'
import { connect } from './connectors/connect.ts'
import type { Deps } from './deps.ts'
import type { Settings } from './env.ts'
import { carryOutNextRun, LeaseLost, type RunDeps } from './gates/carry-out.ts'
import { expirePreview } from './gates/expire-preview.ts'
import { ensureAutomation } from './gates/publish-automation.ts'
import { nextRunAt } from './gates/run-store.ts'
import { notePreviewAge } from './gates/stale-preview.ts'
import { latestAutomation } from './gates/store.ts'
import { type Mailer, openMailer } from './mail/mailer.ts'
import { type PipelineDeps, recheckRun, workOnSubject } from './pipeline.ts'
import { BILLING_INQUIRY_REFUND } from './playbooks/billing-inquiry-refund.ts'
import { BUMP_NOTE, noteBump } from './playbooks/bump-note.ts'
import { fillPlaceholders } from './playbooks/note-placeholders.ts'
import { ROUTING_SUGGESTION } from './playbooks/routing-suggestion.ts'
import { reviewAgain } from './review-item.ts'
import { Intake } from './signals/intake.ts'
import { processSignals, type SignalDeps } from './signals/process-signals.ts'
import { nextSignalAt } from './signals/store.ts'
import { missClock } from './sla/miss-clock.ts'
import { awaitNight, beginRecomputation, recomputeWork } from './sla/recompute-clocks.ts'
import { type Chance, openStore, type Store } from './store/store.ts'
import { nextPageAt, type SyncDeps, syncNextPage } from './sync/sync-page.ts'
import { fireTimers, type TimerActs } from './timers/fire-timers.ts'
import { isArmed, nextTimerAt } from './timers/store.ts'
import { validationWork } from './validation/step-validation.ts'
import { type DueWork, Worker } from './worker.ts'

export interface MeshlineServer {
  readonly app: ReturnType<typeof createApp>
  readonly store: Store
  /** Works on everything due now; what tests with a held clock call instead of waiting. */
  readonly drain: () => Promise<void>
  /** Listens, and starts the worker unless somebody else drains; resolves with the port. */
  readonly listen: (options?: { readonly work: boolean }) => Promise<number>
  /** Stops taking requests, finishes what is under way, closes the database. */
  readonly close: () => Promise<void>
}

/** Opens the store the settings name. Throws BadSettings, with what to do, where it cannot be opened. */
export async function openStoreOf(
  { databaseUrl, dataDir }: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  chance: Chance,
): Promise<Store> {
  const path = join(dataDir, 'meshline.sqlite')
  try {
    return await openStore(databaseUrl ? { url: databaseUrl } : { path }, chance)
  } catch (error) {
    const why = deepestMessage(error)
    throw new BadSettings(
      databaseUrl
        ? `MESHLINE_DATABASE_URL: the database cannot be opened (${why}); check the address, the user and that it runs`
        : `MESHLINE_DATA_DIR: ${path} cannot be opened (${why}); restore it from a backup or choose another folder`,
      { cause: error },
    )
  }
}

/** What lies at the bottom of a failure; a refused connection hides its reason in a list of attempts. */
function deepestMessage(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(deepestMessage).join(', ')
  if (error instanceof Error) return error.cause ? deepestMessage(error.cause) : error.message
  return String(error)
}

/** Puts the server together: every part, and how they know each other. */
export async function createServer(
  settings: Settings,
  world: Chance & { log: Logger },
): Promise<MeshlineServer> {
  const { now, newId, random, log } = world
  const store = await openStoreOf(settings, world)
  await seed(store)
  const connectors = connect(settings, now)
  const reportBug = (error: unknown) => log.error({ err: error }, 'background work failed')
  const pipeline = { store, connectors, now }

  const wakeAll = () => {
    for (const each of workers) each.wake()
  }
  const kinds = dueWork({ ...pipeline, newId, random, reportBug, wakeAll })
  const worker = new Worker(kinds.quick, { now, reportBug })
  // A backfill takes hours: whoever waits for it would hold up every signal.
  const syncing = new Worker(kinds.slow, { now, reportBug })
  // A mail server that answers slowly must hold up neither.
  const mailer = settings.mail && openMailer(settings.mail)
  const mails = mailWork({ store, now, newId, random, reportBug, mailer, language: settings.mailLanguage })
  const mailing = new Worker([mails], { now, reportBug })
  const workers = [worker, syncing, mailing]
  const draining = new Worker([...kinds.quick, ...kinds.slow, mails], { now, reportBug })
  const deps: Deps = {
    settings,
    store,
    connectors,
    intake: new Intake(store, world),
    log,
    now,
    newId,
    random,
    wake: wakeAll,
  }
  const app = createApp(deps)
  store.onChange(() => {
    for (const each of [worker, mailing]) each.wake()
  })
  const parts = { app, workers, store, mailer, settings }
  return { app, store, drain: () => draining.drain(), ...listening(parts) }
}

type WorkParts = PipelineDeps & Chance & Pick<SignalDeps, 'reportBug'> & { readonly wakeAll: () => void }

/**
 * The work that falls due: signals to work on, runs to carry out, timers to fire; and, slow as it waits for vendors,
 * the pages of a sync and the steps of a validation.
 */
function dueWork(parts: WorkParts): { quick: DueWork[]; slow: DueWork[] } {
  const { store, now } = parts
  const signals: SignalDeps = {
    ...parts,
    workOn: (work, settled) => workOnSubject(parts, work, settled),
    together: source => parts.connectors.sources.get(source)?.pushed !== undefined,
  }
  const runs: RunDeps = {
    ...parts,
    recheck: run => recheckRun(parts, run),
    fill: (run, known) => fillPlaceholders(store.db, run, known),
  }
  const acts: TimerActs = {
    'decide-window': expirePreview,
    'context-stale': notePreviewAge,
    'route-again': reviewAgain,
    'clock-due': async (tx, clockId) => {
      const bump = await missClock(tx, clockId)
      if (bump) await noteBump(tx, parts.connectors, bump)
    },
    'clock-warn': warnOwner,
    'leave-begins': beginLeave,
    'recompute-clocks': beginRecomputation,
  }
  const timers = { store, now, acts }
  const sync: SyncDeps = {
    ...parts,
    readers: parts.connectors.readers,
    actor: { kind: 'job', name: 'sync' },
    wake: parts.wakeAll,
  }
  const workOnSignals = async () => {
    const worked = await processSignals(signals)
    // One of them may have asked for a stream.
    if (worked) parts.wakeAll()
    return worked
  }
  const quick = [
    { work: workOnSignals, nextAt: () => nextSignalAt(store.db) },
    { work: () => carryOut(runs), nextAt: () => nextRunAt(store.db) },
    { work: () => fireTimers(timers), nextAt: () => nextTimerAt(store.db) },
  ]
  const slow = [
    { work: () => syncNextPage(sync), nextAt: () => nextPageAt(sync) },
    validationWork(parts),
    backtestWork(parts),
    recomputeWork(parts),
  ]
  return { quick, slow }
}

/** A run that another worker took over is not this worker's any more, and no fault. */
async function carryOut(runs: RunDeps): Promise<boolean> {
  try {
    return await carryOutNextRun(runs)
  } catch (error) {
    if (error instanceof LeaseLost) return true
    throw error
  }
}

const SHIPPED = [BILLING_INQUIRY_REFUND, ROUTING_SUGGESTION, BUMP_NOTE]

async function seed(store: Store): Promise<void> {
  for (const name of SHIPPED) {
    if (await latestAutomation(store.db, name)) continue
    await store.write({ kind: 'job', name: 'install' }, tx => ensureAutomation(tx, name))
  }
  if (await isArmed(store.db, 'recompute-clocks')) return
  await store.write({ kind: 'job', name: 'install' }, awaitNight)
}

interface Listening {
  readonly app: ReturnType<typeof createApp>
  readonly workers: readonly Worker[]
  readonly store: Store
  readonly mailer: Mailer | null
  readonly settings: Pick<Settings, 'port' | 'host'>
}

function listening({
  app,
  workers,
  store,
  mailer,
  settings,
}: Listening): Pick<MeshlineServer, 'listen' | 'close'> {
  let http: ServerType | null = null
  return {
    listen: ({ work } = { work: true }) =>
      new Promise((resolve, reject) => {
        const server = serve(
          { fetch: app.fetch, port: settings.port, hostname: settings.host },
          ({ port }) => {
            if (work) for (const worker of workers) worker.start()
            resolve(port)
          },
        )
        server.once('error', reject)
        http = server
      }),
    async close() {
      if (http && 'closeAllConnections' in http) http.closeAllConnections()
      await new Promise<void>(resolve => (http ? http.close(() => resolve()) : resolve()))
      await Promise.all(workers.map(worker => worker.stop()))
      mailer?.close()
      await store.close()
    },
  }
}

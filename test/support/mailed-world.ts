import { setQuietHours } from '../../server/alerts/set-quiet-hours.ts'
import type { SlaPolicy } from '../../shared/sla-policy.ts'
import type { DatabaseKind } from './database.ts'
import { HOUR, MINUTE } from './held-clock.ts'
import { type MailboxOptions, startMailbox } from './mailbox.ts'
import { startMeshline, type TestMeshline } from './meshline.ts'
import { BERLIN, letHold, SLA } from './policies.ts'
import { customerWrites, startWorld, TICKET_ID, vendorVariables, type World } from './world.ts'

/** The rule for everybody, that also mails. */
export const MAILED: SlaPolicy = { rules: SLA.rules.map(rule => ({ ...rule, mail: true })) }
/** When 80% of its four hours are used up. */
export const WARNED_AFTER = 3 * HOUR + 12 * MINUTE
export const COMMAND = { kind: 'command', user: 'test' } as const

export interface MailedOptions extends MailboxOptions {
  readonly policy?: SlaPolicy
  /** Beside those of the mailbox. */
  readonly variables?: Readonly<Record<string, string>>
}

/** A ticket of Ana's that Sam would get next, and the mailbox of everybody. */
export type MailedWorld = Awaited<ReturnType<typeof startMailedWorld>>

export async function startMailedWorld(
  database: DatabaseKind,
  { policy = MAILED, variables, ...options }: MailedOptions = {},
) {
  const mailbox = await startMailbox(options)
  const world = await startWorld(database, { variables: { ...mailbox.variables, ...variables } })
  const { meshline, clock, zendesk } = world
  const ana = await meshline.signIn('Ana Ruiz', ['billing-resolver'])
  await meshline.signIn('Sam Support', ['support-manager'])
  await letHold(meshline, 'calendars', { calendars: [BERLIN] })
  await letHold(meshline, 'sla', policy)
  customerWrites(zendesk)
  await world.settle()

  async function agent(change: Parameters<World['zendesk']['agentUpdates']>[1]): Promise<void> {
    zendesk.agentUpdates(TICKET_ID, change)
    await world.settle()
  }
  return {
    world,
    mailbox,
    ana,
    agent,
    ...questions(meshline),
    reply: () => agent({ comment: { body: 'We are looking into it.', public: true } }),
    async later(ms: number) {
      clock.advance(ms)
      await world.settle()
    },
    /** Whom each mail names, and what it is about; oldest first. */
    subjects: () => mailbox.mails.map(({ to, subject }) => `${to.split('"')[1]}: ${subject}`),
    /** When Ana is not to be disturbed, by the clocks of Berlin. */
    quiet: (from: string, until: string) =>
      meshline.server.store.write(COMMAND, tx => {
        const hours = { timeZone: 'Europe/Berlin', from, until, weekends: false }
        return setQuietHours(tx, { member: { id: ana.id, name: 'Ana Ruiz' }, hours })
      }),
    async firstResponse() {
      const found = (await world.panel(ana)).clocks.find(({ kind }) => kind === 'first-response')
      if (!found) throw new Error('There is no first response')
      return found
    },
    async close() {
      await world.close()
      await mailbox.stop()
    },
  }
}

/** What the database says. */
function questions({ server }: TestMeshline) {
  const { db } = server.store
  return {
    /** Every mail: what of, what became of it, and why. */
    async states() {
      const rows = await db.selectFrom('mails').select(['kind', 'state', 'note']).orderBy('id').execute()
      return rows.map(({ kind, state, note }) => [kind, state, ...(note === null ? [] : [note])].join(' '))
    },
    async audited(action: string) {
      const entries = db.selectFrom('audit_entries').select('summary').where('action', '=', action)
      return (await entries.orderBy('seq').execute()).map(({ summary }) => summary)
    },
    exceptions: () =>
      db
        .selectFrom('exceptions')
        .select(['summary', 'item_id', 'closed_at', 'cause'])
        .where('kind', '=', 'mail-failed')
        .orderBy('id')
        .execute(),
    async warningsArmed() {
      const timers = db.selectFrom('timers').select('id').where('kind', '=', 'clock-warn')
      return (await timers.where('done_at', 'is', null).execute()).length
    },
  }
}

/** Another server on the same database, such as one started after a crash. */
export function secondServer(
  { world, mailbox }: Pick<MailedWorld, 'world' | 'mailbox'>,
  database: DatabaseKind,
): Promise<TestMeshline> {
  return startMeshline({
    database,
    clock: world.clock,
    on: world.meshline.database,
    variables: { ...vendorVariables(world.stripe, world.zendesk), ...mailbox.variables },
  })
}

import { Command } from 'commander'
import type { SourceState } from '../../shared/panel.ts'
import { connect } from '../connectors/connect.ts'
import type { Connectors, Vendor } from '../connectors/connector.ts'
import type { Settings } from '../env.ts'
import { openMailer } from '../mail/mailer.ts'
import { NOT_SET_UP } from '../mail/send-mails.ts'
import { countMails } from '../mail/store.ts'
import type { Reader } from '../store/store.ts'
import { readSourceStates } from '../sync/source-states.ts'
import type { Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

/** Says what is set up, what is missing and what that means. Exit code 0 either way: it reports, it does not judge. */
export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor').description('Check the settings and the database').action(() =>
    withStore(terminal, async ({ store, settings }) => {
      const { count } = await store.db
        .selectFrom('members')
        .select(fn => fn.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      const { ownerless } = await store.db
        .selectFrom('items')
        .select(fn => fn.fn.countAll<number>().as('ownerless'))
        .where('status', '!=', 'done')
        .where('gap', 'is not', null)
        .executeTakeFirstOrThrow()
      terminal.print(`database     ${store.kind}, up to date`)
      terminal.print(
        `ownerless    ${ownerless === 0 ? 'none' : `${ownerless} open items: give their role a holder and a backup`}`,
      )
      terminal.print(`members      ${count === 0 ? 'none: add one with meshline member add' : count}`)
      terminal.print(`mail         ${await mailState(settings, store.db)}`)
      const connectors = connect(settings, terminal.now)
      const states = await readSourceStates(store.db, connectors.apis.keys())
      for (const vendor of settings.vendors) {
        const state = states.find(({ source }) => source === vendor.source) ?? null
        terminal.print(`${vendor.source.padEnd(12)} ${vendorState({ settings, connectors, vendor, state })}`)
      }
    }),
  )
}

/** Whether mails go out, what the server says when it is asked, and what became of those there were. */
async function mailState({ mail }: Settings, db: Reader): Promise<string> {
  const { waiting, failed, dropped } = await countMails(db, NOT_SET_UP)
  const counted = [
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(failed > 0 ? [`${failed} failed: their exceptions say why`] : []),
    ...(dropped > 0 ? [`${dropped} dropped while it was not set up`] : []),
  ]
  if (!mail)
    return ['not set up: set MESHLINE_SMTP_URL and MESHLINE_MAIL_FROM to mail owners', ...counted].join('; ')
  const mailer = openMailer(mail)
  const trouble = await mailer.verify()
  mailer.close()
  const answer = trouble === null ? 'answers' : `in trouble: ${trouble}`
  return [`${mail.host}, from ${mail.from.address}, ${answer}`, ...counted].join('; ')
}

interface Examined {
  readonly settings: Settings
  readonly connectors: Connectors
  readonly vendor: Vendor
  readonly state: SourceState | null
}

function vendorState({ settings, connectors, vendor, state }: Examined): string {
  const missing = vendor.variables.filter(variable => !settings.vendorVariables[variable])
  const reads = connectors.apis.has(vendor.source)
    ? `API connected, ${readSoFar(vendor.source, state)}`
    : noApi(missing)
  return `${reads}; ${hears(settings, connectors, vendor)}`
}

function noApi(missing: readonly string[]): string {
  return missing.length === 0
    ? 'only sends'
    : `no API: set ${missing.join(', ')} and start again (docs/settings.md says which belong together)`
}

function readSoFar(source: string, state: SourceState | null): string {
  if (state?.trouble) return `in trouble: ${state.trouble.en}`
  if (state?.backfill) return `${state.backfill.read} records read, not yet all`
  if (state?.syncedAt) return `read to the end at ${new Date(state.syncedAt).toISOString()}`
  return `nothing read yet: meshline connect ${source}`
}

function hears(settings: Settings, connectors: Connectors, { source, secretVariable }: Vendor): string {
  if (secretVariable === null || !connectors.sources.has(source)) return 'sends no webhooks'
  return settings.webhookSecrets[source] ? 'webhooks accepted' : `webhooks answer 503: set ${secretVariable}`
}

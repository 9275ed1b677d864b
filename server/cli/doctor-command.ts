import { Command } from 'commander'
import { connect } from '../connectors/connect.ts'
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
      for (const source of connect(settings, terminal.now).sources.keys()) {
        terminal.print(`${source.padEnd(12)} ${vendorState(settings, source)}`)
      }
    }),
  )
}

function vendorState(
  settings: {
    stripe: unknown
    zendesk: unknown
    webhookSecrets: Readonly<Record<string, readonly string[]>>
  },
  source: string,
): string {
  const credentials = new Map([
    ['stripe', settings.stripe],
    ['zendesk', settings.zendesk],
  ])
  const prefix = `MESHLINE_${source.toUpperCase()}_`
  const reads = credentials.get(source) ? 'API connected' : `no API: set ${prefix}* and start again`
  const hears = settings.webhookSecrets[source]
    ? 'webhooks accepted'
    : `webhooks answer 503: set ${prefix}WEBHOOK_SECRET`
  return `${reads}; ${hears}`
}

import { Command } from 'commander'
import {
  UnreadableAnswer,
  type Vendor,
  type VendorAccount,
  type VendorApi,
  VendorUnavailable,
} from '../connectors/connector.ts'
import type { Settings } from '../env.ts'
import { beginStreams } from '../sync/begin-streams.ts'
import { type Terminal, Unfinished } from './terminal.ts'
import { vendorApi, webhookAddress } from './vendor-api.ts'
import { withStore } from './with-store.ts'

export function connectCommand(terminal: Terminal): Command {
  return new Command('connect')
    .description('Check the settings of a vendor and begin to read all it has')
    .argument('<vendor>', 'such as zendesk')
    .action((name: string) => connectVendor(terminal, name))
}

async function connectVendor(terminal: Terminal, name: string): Promise<void> {
  await withStore(terminal, async ({ store, settings, actor }) => {
    const { vendor, api } = vendorApi(settings, name, terminal.now)
    const account = await whoWeAre(name, api)
    terminal.print(`${name} knows us as ${account.name}`)
    for (const warning of account.warnings) terminal.print(`Warning: ${warning}`)
    for (const line of webhookLines(settings, vendor)) terminal.print(line)
    const begun = await store.write(actor, async tx => {
      const streams = await beginStreams(tx, api.reader)
      await tx.audit({
        action: 'vendor.connected',
        outcome: 'done',
        subject: { kind: 'source', id: name },
        itemId: null,
        summary: `${name} is connected as ${account.name}`,
        detail: { begun: streams },
      })
      return streams
    })
    const all = api.reader.streams.length
    if (begun.length > 0) terminal.print(`Begun: ${begun.join(', ')}`)
    if (all > begun.length)
      terminal.print(`${all - begun.length} of ${all} streams were begun before and go on`)
    terminal.print(
      `The server reads everything from now on; to read it here and watch: meshline sync ${name}`,
    )
  })
}

/** Throws Unfinished where the vendor does not answer or does not let us in. */
export async function whoWeAre(name: string, api: VendorApi): Promise<VendorAccount> {
  try {
    return await api.check()
  } catch (error) {
    if (!(error instanceof VendorUnavailable) && !(error instanceof UnreadableAnswer)) throw error
    throw new Unfinished(`${name} cannot be connected: ${error.words.en}`, { cause: error })
  }
}

function webhookLines(settings: Settings, { source, secretVariable }: Vendor): string[] {
  if (secretVariable === null)
    return [`${source} sends no webhooks; what changes there is asked for every 5 minutes`]
  const isSet = settings.webhookSecrets[source] !== undefined
  return [
    `Webhook address to enter there: ${webhookAddress(settings, source)}`,
    ...(isLocal(settings.publicUrl)
      ? ['Warning: nobody outside reaches that address; set MESHLINE_PUBLIC_URL to the one they do']
      : []),
    isSet
      ? `Its secret is set (${secretVariable})`
      : `Its secret is not set: set ${secretVariable}; until then webhooks are refused and changes come every 5 minutes`,
  ]
}

function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '0.0.0.0', '[::1]'].includes(new URL(url).hostname)
}

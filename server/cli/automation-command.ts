import { Command } from 'commander'
import { isKnownCurrency, type Money } from '../../shared/money.ts'
import { findMember } from '../access/store.ts'
import { publishAutomation } from '../gates/publish-automation.ts'
import { latestAutomation } from '../gates/store.ts'
import { Misuse, type Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

export function automationCommand(terminal: Terminal): Command {
  return new Command('automation').description('Publish versions of automations').addCommand(
    new Command('publish')
      .description('Publish the next version in soft-auto; its author can never approve what it proposes')
      .argument('<name>', 'such as billing-inquiry-refund')
      .requiredOption('--author <email>', 'the member who built this version')
      .option('--max-refund <amounts>', 'highest single refund in minor units, such as 50000usd,4500000jpy')
      .action((name: string, options: PublishOptions) => publish(terminal, name, options)),
  )
}

interface PublishOptions {
  readonly author: string
  readonly maxRefund?: string
}

async function publish(
  terminal: Terminal,
  name: string,
  { author, maxRefund }: PublishOptions,
): Promise<void> {
  const limits = maxRefund?.split(',').map(parseLimit)
  await withStore(terminal, async ({ store, actor }) => {
    if (!(await latestAutomation(store.db, name))) {
      throw new Misuse(
        `There is no automation ${name}; start the server once, then use billing-inquiry-refund`,
      )
    }
    const member = await findMember(store.db, { email: author.toLowerCase() })
    if (!member) throw new Misuse(`${author} is not a member; add them first: meshline member add ${author}`)
    const publication = { name, authorId: member.id, parameters: limits ? { maxRefund: limits } : {} }
    const { version } = await store.write(actor, tx => publishAutomation(tx, publication))
    terminal.print(`${name} v${version} by ${member.name} is in soft-auto: it proposes, people approve`)
  })
}

function parseLimit(text: string): Money {
  const match = /^(\d{1,12})([a-z]{3})$/.exec(text.trim().toLowerCase())
  const [, minor = '', currency = ''] = match ?? []
  if (!match || !isKnownCurrency(currency)) {
    throw new Misuse(`${text} is not an amount; write minor units and a currency, such as 50000usd`)
  }
  return { minor: Number(minor), currency }
}

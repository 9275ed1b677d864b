import type { VendorAccount, VendorReader } from '../connector.ts'
import { okBody } from './answer.ts'
import type { ZendeskClient } from './client.ts'
import { UserAnswer, type ZendeskUser } from './shapes.ts'

/**
 * A reader that first learns which Zendesk user Meshline acts as and adds it to `own`, so that our own writes are
 * recognised when they come back as webhooks.
 */
export function whoAmI(client: ZendeskClient, reader: VendorReader, own: Set<string>): VendorReader {
  return {
    ...reader,
    async read(subject, hint) {
      if (own.size === 0) {
        const { user } = UserAnswer.parse(okBody(await client.call('GET', '/api/v2/users/me.json')))
        own.add(user.id)
      }
      return reader.read(subject, hint)
    },
  }
}

/** Who the token acts as, and what that user cannot do. Throws VendorUnavailable. */
export async function checkZendesk(client: ZendeskClient): Promise<VendorAccount> {
  const { user } = UserAnswer.parse(okBody(await client.call('GET', '/api/v2/users/me.json')))
  return { name: `${user.name ?? user.id} <${user.email ?? 'no address'}>`, warnings: warningsFor(user) }
}

function warningsFor({ role, email }: ZendeskUser): string[] {
  const who = email ?? 'the user of MESHLINE_ZENDESK_EMAIL'
  if (role === 'admin') return []
  if (role === 'agent') {
    return [
      `${who} is an agent, and Zendesk exports only to admins: changes whose webhook is lost are not found; make them an admin`,
    ]
  }
  return [
    `${who} is ${role ?? 'no agent'}, and cannot read other people's tickets; make them an agent or an admin`,
  ]
}

import type { VendorReader } from '../connector.ts'
import type { ZendeskClient } from './client.ts'
import { okBody } from './reader.ts'
import { UserAnswer } from './shapes.ts'

/**
 * A reader that first learns which Zendesk user Meshline acts as and adds it to `own`, so that our own writes are
 * recognised when they come back as webhooks.
 */
export function whoAmI(client: ZendeskClient, reader: VendorReader, own: Set<string>): VendorReader {
  return {
    ...reader,
    async read(subject) {
      if (own.size === 0) {
        const { user } = UserAnswer.parse(okBody(await client.call('GET', '/api/v2/users/me.json')))
        own.add(user.id)
      }
      return reader.read(subject)
    },
  }
}

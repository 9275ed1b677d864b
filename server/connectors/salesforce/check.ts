import type { VendorAccount } from '../connector.ts'
import { UnreadableAnswer } from '../connector.ts'
import type { SalesforceClient } from './client.ts'
import { unseenObjects } from './objects.ts'
import type { Schema } from './schema.ts'
import { Organization } from './shapes.ts'

/** Fields without which accounts cannot be told apart or have no manager, and cases neither clocks nor owners. */
const NEEDED: readonly (readonly [string, string])[] = [
  ['Account', 'Website'],
  ['Account', 'OwnerId'],
  ['Contact', 'Email'],
  ['Contact', 'AccountId'],
  ['Case', 'AccountId'],
  ['Case', 'ContactId'],
  ['Case', 'Status'],
  ['Case', 'OwnerId'],
]

/** Which organization it is and what its integration user lacks. Throws VendorUnavailable, UnreadableAnswer. */
export async function checkSalesforce(client: SalesforceClient, schema: Schema): Promise<VendorAccount> {
  const [row] = await client.rows('SELECT Id, Name, IsSandbox FROM Organization')
  const parsed = Organization.safeParse(row)
  if (!parsed.success) {
    throw new UnreadableAnswer({
      en: 'Salesforce did not say which organization it is',
      de: 'Salesforce hat nicht gesagt, welche Organisation es ist',
    })
  }
  const { Id, Name, IsSandbox } = parsed.data
  // What was true when the server started may have been mended since.
  schema.forget()
  const unseen = await unseenObjects(schema)
  return {
    name: `${Name ?? 'Salesforce'} (${Id})${IsSandbox ? ', a sandbox' : ''}`,
    warnings: [
      ...unseen.map(
        object => `The integration user cannot see ${object}; add Read on it to its permission set`,
      ),
      ...(await hiddenFields(schema, unseen)),
      ...(client.pauseMs() > 0
        ? [
            'Over 70% of the API calls of 24 hours are used; Meshline reads in the background only now and then',
          ]
        : []),
    ],
  }
}

async function hiddenFields(schema: Schema, unseen: readonly string[]): Promise<string[]> {
  const warnings: string[] = []
  for (const [object, field] of NEEDED) {
    if (unseen.includes(object) || (await schema.fieldsOf(object))?.has(field)) continue
    warnings.push(
      `The integration user cannot see ${object}.${field}; give it field access in its permission set`,
    )
  }
  return warnings
}

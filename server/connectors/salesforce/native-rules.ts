import { z } from 'zod'
import type { NativeRule } from '../assigner.ts'
import type { CaseApi } from './case-place.ts'
import { pagesUrlOf } from './pages-url.ts'
import { Id } from './shapes.ts'

const RuleRow = z.object({ Id, Name: z.string() })

/**
 * The active assignment rule for cases, by name: what its entries say nobody but an admin can read, in Setup. None where
 * rules may not be seen. Throws VendorUnavailable.
 */
export async function readNativeRules({ client, schema }: CaseApi): Promise<NativeRule[]> {
  if (!(await schema.fieldsOf('AssignmentRule'))) return []
  const rows = await client.rows(
    "SELECT Id, Name FROM AssignmentRule WHERE SobjectType = 'Case' AND Active = true ORDER BY Name",
  )
  return rows
    .flatMap(row => RuleRow.safeParse(row).data ?? [])
    .map(({ Id: id, Name: title }) => ({
      id,
      title,
      url: `${pagesUrlOf(client.instanceUrl())}/lightning/setup/CaseRules/home`,
      assigns: {},
      when: 'Salesforce does not tell the entries of an assignment rule; an admin sees them in Setup',
      conditions: { all: [], any: [] },
    }))
}

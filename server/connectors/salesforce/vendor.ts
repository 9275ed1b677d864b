import type { Vendor } from '../connector.ts'
import { executorOf } from '../executor-of.ts'
import { salesforceAssigner } from './assigner.ts'
import { caseAssignmentExecutor } from './case-assignment.ts'
import { caseCommentExecutor } from './case-comment.ts'
import { caseReader } from './case-story.ts'
import { checkSalesforce } from './check.ts'
import { salesforceClient } from './client.ts'
import { objectsOf } from './objects.ts'
import { salesforceReader } from './reader.ts'
import { schemaOf } from './schema.ts'
import { SETTINGS, salesforceSettings } from './settings.ts'
import { salesforceSignals } from './signals.ts'
import { tokensOf } from './token.ts'

export const salesforce: Vendor = {
  source: 'salesforce',
  variables: Object.keys(SETTINGS),
  secretVariable: 'MESHLINE_SALESFORCE_WEBHOOK_SECRET',

  connect(variables, now) {
    const settings = salesforceSettings(variables)
    if (!settings) return { signals: salesforceSignals(() => null), api: null }
    const client = salesforceClient(settings.url, tokensOf(settings.grant, now))
    const schema = schemaOf(client, now)
    const objects = objectsOf(client, schema, now)
    const cases = { client, schema }
    const api = {
      reader: salesforceReader(objects, caseReader(client, objects, now), {
        now,
        pauseMs: () => client.pauseMs(),
      }),
      executors: [
        executorOf('case-owner', caseAssignmentExecutor(cases)),
        executorOf('case-comment', caseCommentExecutor(client)),
      ],
      assignment: salesforceAssigner(cases, now),
      check: () => checkSalesforce(client, schema),
    }
    return { signals: salesforceSignals(() => client.userId()), api }
  },
}

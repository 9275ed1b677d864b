import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { AuditEntry } from '../../shared/audit-entry.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problemAnswers } from '../problem.ts'
import { readAudit } from './store.ts'

const list = createRoute({
  method: 'get',
  path: '/v1/audit',
  summary: 'The audit log, in order',
  request: {
    query: z.object({
      itemId: z.string().optional(),
      contextId: z.string().optional(),
      after: z.coerce.number().int().min(0).default(0),
    }),
  },
  responses: {
    200: {
      description: 'A page of entries; `next` is the `after` of the next page, null at the end',
      content: {
        'application/json': { schema: z.object({ entries: z.array(AuditEntry), next: z.int().nullable() }) },
      },
    },
    ...problemAnswers,
  },
})

export function auditRoutes(deps: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid }).openapi(list, async c => {
    const { itemId, contextId, after } = c.req.valid('query')
    const question = { itemId: itemId ?? null, contextId: contextId ?? null, after }
    return c.json(await readAudit(deps.store.db, question), 200)
  })
}

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { SlaReport } from '../../shared/sla-report.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problemAnswers } from '../problem.ts'
import { readSlaReport } from './sla-report.ts'

const report = createRoute({
  method: 'get',
  path: '/v1/sla/report',
  summary: 'Whether the clocks can be believed',
  request: {
    query: z.object({ days: z.coerce.number('must be a number of days').int().min(1).max(365).default(30) }),
  },
  responses: {
    200: {
      description: 'How exact they were, whether they add up, who pauses at the last moment',
      content: { 'application/json': { schema: SlaReport } },
    },
    ...problemAnswers,
  },
})

export function slaRoutes({ store, now }: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid }).openapi(report, async c =>
    c.json(await readSlaReport(store.db, { days: c.req.valid('query').days, now: now() }), 200),
  )
}

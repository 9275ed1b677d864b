import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { SourceState } from '../../shared/panel.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problemAnswers } from '../problem.ts'
import { readSourceStates } from './source-states.ts'

const sources = createRoute({
  method: 'get',
  path: '/v1/sources',
  summary: 'How far each source system has been read',
  responses: {
    200: {
      description: 'One state per source, by name',
      content: { 'application/json': { schema: z.object({ sources: z.array(SourceState) }) } },
    },
    ...problemAnswers,
  },
})

export function syncRoutes(deps: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid }).openapi(sources, async c => {
    const states = await readSourceStates(deps.store.db, deps.connectors.apis.keys())
    return c.json({ sources: states }, 200)
  })
}

import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { NativeConflicts } from '../../shared/native-conflict.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problemAnswers } from '../problem.ts'
import { findConflicts } from './find-conflicts.ts'

const conflicts = createRoute({
  method: 'get',
  path: '/v1/policies/routing/conflicts',
  summary:
    'Rules inside the tools that assign or set a status where the policies that hold say something else',
  responses: {
    200: {
      description: 'As the tools say now; one that does not answer is told of, not an error',
      content: { 'application/json': { schema: NativeConflicts } },
    },
    ...problemAnswers,
  },
})

export function nativeRuleRoutes({ store, connectors }: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid }).openapi(conflicts, async c =>
    c.json(await findConflicts(store.db, connectors), 200),
  )
}

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { Alert, Panel } from '../../shared/panel.ts'
import { QuietHours } from '../../shared/quiet-hours.ts'
import { RecordRef } from '../../shared/record-ref.ts'
import { actorOf, type Caller } from '../access/authenticate.ts'
import { VendorUnavailable } from '../connectors/connector.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problem, problemAnswers } from '../problem.ts'
import { readAlerts } from './read-alerts.ts'
import { readPanel } from './read-panel.ts'
import { syncRecord } from './sync-record.ts'
import { noteViews } from './view-preview.ts'

const panelAnswer = {
  200: { description: 'What the sidebar shows', content: { 'application/json': { schema: Panel } } },
  ...problemAnswers,
}

const show = createRoute({
  method: 'get',
  path: '/v1/panel',
  summary: 'Everything about one host record',
  request: { query: RecordRef },
  responses: panelAnswer,
})

const sync = createRoute({
  method: 'post',
  path: '/v1/records/sync',
  summary: 'Read a record’s vendors again',
  request: {
    body: { required: true, content: { 'application/json': { schema: z.object({ record: RecordRef }) } } },
  },
  responses: panelAnswer,
})

const alerts = createRoute({
  method: 'get',
  path: '/v1/alerts',
  summary: 'Running clocks, soonest due first',
  request: { query: z.object({ scope: z.enum(['mine', 'team', 'all']).default('mine') }) },
  responses: {
    200: {
      description: 'At most 200, and when the viewer is not to be disturbed',
      content: {
        'application/json': {
          schema: z.object({
            alerts: z.array(Alert),
            nextDueAt: z.int().nullable(),
            /** By our clock, when this was answered; epoch milliseconds. */
            readAt: z.int(),
            quietHours: QuietHours.nullable(),
          }),
        },
      },
    },
    ...problemAnswers,
  },
})

export function panelRoutes(deps: Deps) {
  const read = async (record: RecordRef, caller: Caller) => {
    const question = { record, viewer: caller.member, now: deps.now() }
    const panel = await readPanel(deps.store.db, deps.connectors, question)
    await noteViews(deps.store, caller, panel)
    return panel
  }
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(show, async c => c.json(await read(c.req.valid('query'), c.get('caller')), 200))
    .openapi(sync, async c => {
      const { record } = c.req.valid('json')
      try {
        await syncRecord(deps, record, actorOf(c.get('caller')))
      } catch (error) {
        if (!(error instanceof VendorUnavailable)) throw error
        const detail = 'What is shown is as it was last read; try again in a minute'
        return problem(c, 'vendor-unavailable', { title: error.message, detail })
      }
      return c.json(await read(record, c.get('caller')), 200)
    })
    .openapi(alerts, async c => {
      const { scope } = c.req.valid('query')
      const question = { viewer: c.get('caller').member, scope, now: deps.now() }
      return c.json(await readAlerts(deps.store.db, question), 200)
    })
}

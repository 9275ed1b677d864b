import { Hono } from 'hono'
import type { ProblemKind } from '../../shared/decision.ts'
import { AssignRequest, CorrectOwnerRequest } from '../../shared/owner-decision.ts'
import type { Panel } from '../../shared/panel.ts'
import { PromiseRequest } from '../../shared/promise.ts'
import { clockDueAt } from './alert-fixtures.ts'
import { MEMBER, refusal } from './contract-words.ts'

/** What a test puts into the routes about owners. */
export function createOwnerControl() {
  return { refuseOwner: null as null | { kind: ProblemKind; status: 403 | 409 } }
}

interface World {
  readonly control: ReturnType<typeof createOwnerControl>
  readonly panels: Map<string, Panel>
}

const BEN = { id: 'mem_2', name: 'Ben Okafor' }

export function ownerRoutes({ control, panels }: World) {
  return new Hono()
    .get('/v1/people', c =>
      c.json({
        people: [
          { id: MEMBER.id, name: MEMBER.name, roles: ['billing-resolver'] },
          { ...BEN, roles: ['support-manager'] },
        ],
      }),
    )
    .post('/v1/items/:id/assignment', async c => {
      const { record } = AssignRequest.parse(await c.req.json())
      if (control.refuseOwner) return refusal(control.refuseOwner.kind, control.refuseOwner.status)
      const panel = panels.get(record.id)
      if (panel?.kind === 'known') {
        const place = { group: 'Billing', assignee: 'Ana Ruiz' }
        panels.set(record.id, { ...panel, routing: { ...panel.routing, place, agrees: true } })
      }
      return c.json({ runId: 'run_9' }, 202)
    })
    .post('/v1/items/:id/owner', async c => {
      const { record, memberId } = CorrectOwnerRequest.parse(await c.req.json())
      if (control.refuseOwner) return refusal(control.refuseOwner.kind, control.refuseOwner.status)
      const panel = panels.get(record.id)
      if (panel?.kind !== 'known' || memberId !== BEN.id) return refusal('not-found', 404)
      const ownership = { ...panel.ownership, person: BEN, setBy: 'correction' as const }
      panels.set(record.id, { ...panel, ownership })
      return c.json({ ownership })
    })
    .post('/v1/items/:id/promise', async c => {
      const { record, until } = PromiseRequest.parse(await c.req.json())
      const panel = panels.get(record.id)
      if (panel?.kind !== 'known') return refusal('not-found', 404)
      const clock = { ...clockDueAt('clk_promise', until), kind: 'promised-update' as const }
      panels.set(record.id, { ...panel, clocks: [...panel.clocks, clock] })
      return c.json({ until })
    })
}

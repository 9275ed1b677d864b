import { Hono } from 'hono'
import { type Leave, LeaveRequest } from '../../shared/leave.ts'
import { Presence } from '../../shared/ownership.ts'
import { refusal } from './contract-words.ts'

/** What a test puts into the routes about whether somebody is there. */
export function createMeControl() {
  return { presence: 'available' as Presence, leaves: [] as Leave[], refusePresence: false }
}

export function meRoutes(control: ReturnType<typeof createMeControl>) {
  return new Hono()
    .get('/v1/me/presence', c => c.json({ presence: control.presence }))
    .put('/v1/me/presence', async c => {
      const sent = await c.req.json<{ presence: unknown }>()
      if (control.refusePresence) return refusal('not-allowed', 403)
      control.presence = Presence.parse(sent.presence)
      return c.json({ presence: control.presence })
    })
    .get('/v1/me/leaves', c => c.json({ leaves: control.leaves }))
    .post('/v1/me/leaves', async c => {
      const leave = { id: `lve_${control.leaves.length + 1}`, ...LeaveRequest.parse(await c.req.json()) }
      control.leaves = [...control.leaves, leave]
      return c.json({ id: leave.id }, 201)
    })
    .post('/v1/me/leaves/:id/cancellation', c => {
      control.leaves = control.leaves.filter(({ id }) => id !== c.req.param('id'))
      return c.body(null, 204)
    })
}

import { Hono } from 'hono'
import type { Alert } from '../../shared/panel.ts'
import { QuietHours } from '../../shared/quiet-hours.ts'
import { MEMBER, refusal } from './contract-words.ts'

/** What a test puts into the routes about alerts. */
export function createAlertControl() {
  return {
    alerts: [] as Alert[],
    quietHours: null as QuietHours | null,
    /** By how much the server's clock is ahead of the browser's. */
    aheadMs: 0,
  }
}

export function alertRoutes(control: ReturnType<typeof createAlertControl>) {
  const change = (clockId: string, next: Partial<Alert>) => {
    if (!control.alerts.some(({ clock }) => clock.id === clockId)) return false
    control.alerts = control.alerts.map(alert => (alert.clock.id === clockId ? { ...alert, ...next } : alert))
    return true
  }
  return new Hono()
    .get('/v1/alerts', c =>
      c.json({
        alerts: c.req.query('scope') === 'team' ? [] : control.alerts,
        nextDueAt: null,
        readAt: Date.now() + control.aheadMs,
        quietHours: control.quietHours,
      }),
    )
    .post('/v1/alerts/:id/acknowledgement', c => {
      const acknowledged = { by: MEMBER.name, at: Date.now() }
      return change(c.req.param('id'), { acknowledged })
        ? c.json({ acknowledged })
        : refusal('not-found', 404)
    })
    .post('/v1/alerts/:id/snooze', async c => {
      const { until } = await c.req.json<{ until: number; reason: string }>()
      return change(c.req.param('id'), { snoozedUntil: until })
        ? c.json({ snoozedUntil: until })
        : refusal('not-found', 404)
    })
    .put('/v1/me/quiet-hours', async c => {
      const { quietHours } = await c.req.json<{ quietHours: unknown }>()
      control.quietHours = QuietHours.nullable().parse(quietHours)
      return c.json({ quietHours: control.quietHours })
    })
}

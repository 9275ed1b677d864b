import { Hono } from 'hono'
import type { ProblemKind } from '../../shared/decision.ts'
import type { SignalEntry } from '../../shared/signal-entry.ts'
import { refusal } from './contract-words.ts'

/** What a test puts into the routes about signals. */
export function createSignalControl() {
  return {
    signals: [] as SignalEntry[],
    bodies: new Map<string, string>(),
    refuseReplay: null as null | { kind: ProblemKind; status: 403 | 409 },
  }
}

export function signalRoutes(control: ReturnType<typeof createSignalControl>) {
  const count = (state: SignalEntry['state']) => control.signals.filter(one => one.state === state).length
  return new Hono()
    .get('/v1/signals', c => {
      const { state, limit } = c.req.query()
      const signals = control.signals.filter(one => !state || one.state === state).slice(0, Number(limit))
      return c.json({ signals, counts: { stored: count('stored'), unreadable: count('unreadable') } })
    })
    .get('/v1/signals/:id/body', c => {
      const body = control.bodies.get(c.req.param('id'))
      return body === undefined ? refusal('not-found', 404) : c.json({ body })
    })
    .post('/v1/signals/:id/replay', c => {
      if (control.refuseReplay) return refusal(control.refuseReplay.kind, control.refuseReplay.status)
      const id = c.req.param('id')
      const again = { state: 'stored' as const, attempts: 0, nextAt: Date.now(), note: null }
      control.signals = control.signals.map(one => (one.id === id ? { ...one, ...again } : one))
      const signal = control.signals.find(one => one.id === id)
      return signal ? c.json({ signal }, 202) : refusal('not-found', 404)
    })
}

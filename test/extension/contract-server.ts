import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { streamSSE } from 'hono/streaming'
import { DecisionRequest, type ProblemKind, UndoRequest } from '../../shared/decision.ts'
import type { Panel } from '../../shared/panel.ts'
import { RecordRef } from '../../shared/record-ref.ts'
import { alertRoutes, createAlertControl } from './contract-alerts.ts'
import { contextRoutes, createContextControl } from './contract-context.ts'
import { createMeControl, meRoutes } from './contract-me.ts'
import { createOwnerControl, ownerRoutes } from './contract-owner.ts'
import { createPolicyControl, policyRoutes } from './contract-policies.ts'
import { createSignalControl, signalRoutes } from './contract-signals.ts'
import { MEMBER, refusal } from './contract-words.ts'

export const TOKEN = 'tok_only_the_worker_may_know'
/** Stands in for our own server: answers by the contract from what a test puts into it, and counts what it was asked. */
export async function startContractServer() {
  const panels = new Map<string, Panel>()
  const seen: { path: string; body: unknown; authorization: string | undefined }[] = []
  const listeners = new Set<(id: string) => void>()
  const control = {
    signedIn: true,
    down: false,
    delayMs: 0,
    refuse: null as null | { kind: ProblemKind; status: 403 | 409; more?: object },
    /** What a sync finds, by ticket. */
    afterSync: new Map<string, Panel>(),
    ...createAlertControl(),
    ...createMeControl(),
    ...createContextControl(),
    ...createSignalControl(),
    ...createOwnerControl(),
    ...createPolicyControl(),
    /** Roles of whoever is signed in. */
    roles: MEMBER.roles,
  }
  const app = new Hono()
  app.use(cors({ origin: origin => origin, allowHeaders: ['authorization', 'content-type'] }))
  app.use('/v1/*', async (c, next) => {
    const body = c.req.method === 'POST' ? JSON.parse((await c.req.raw.clone().text()) || 'null') : null
    seen.push({ path: `${c.req.method} ${c.req.path}`, body, authorization: c.req.header('authorization') })
    if (control.delayMs) await new Promise(resolve => setTimeout(resolve, control.delayMs))
    if (control.down) return c.text('bad gateway', 500)
    if (c.req.path === '/v1/session' && c.req.method === 'POST') return next()
    if (!control.signedIn || c.req.header('authorization') !== `Bearer ${TOKEN}`)
      return refusal('signed-out', 401)
    return next()
  })
  app.post('/v1/session', async c => {
    const { code } = await c.req.json<{ code: string }>()
    return code === 'GOOD-CODE'
      ? c.json({ token: TOKEN, member: MEMBER }, 201)
      : refusal('pairing-failed', 400)
  })
  app.get('/v1/session', c => c.json({ member: { ...MEMBER, roles: control.roles }, serverTime: Date.now() }))
  app.delete('/v1/session', c => c.body(null, 204))
  app.get('/v1/sessions', c =>
    c.json({
      sessions: [
        { id: 's1', device: 'This browser', createdAt: 1, lastSeenAt: Date.now(), current: true },
        { id: 's2', device: 'Old laptop', createdAt: 1, lastSeenAt: Date.now() - 9e8, current: false },
      ],
    }),
  )
  app.delete('/v1/sessions/:id', c => c.body(null, 204))
  app.get('/v1/panel', c => {
    const record = RecordRef.parse(c.req.query())
    return c.json(panels.get(record.id) ?? { kind: 'unknown', record, readAt: Date.now() })
  })
  app.post('/v1/records/sync', async c => {
    const { record } = await c.req.json<{ record: RecordRef }>()
    const found = control.afterSync.get(record.id)
    if (found) panels.set(record.id, found)
    return c.json(panels.get(record.id) ?? { kind: 'unknown', record, readAt: Date.now() })
  })
  app.post('/v1/previews/:id/decisions', async c => {
    const request = DecisionRequest.parse(await c.req.json())
    if (control.refuse) return refusal(control.refuse.kind, control.refuse.status, control.refuse.more)
    const person = { id: MEMBER.id, name: MEMBER.name }
    const decision = { decision: request.decision, person, at: Date.now(), reason: request.reason }
    const panel = panels.get(request.record.id)
    if (panel?.kind === 'known') {
      const state = request.decision === 'approve' ? ('approved' as const) : ('declined' as const)
      const previews = panel.previews.map(entry => ({
        ...entry,
        preview: { ...entry.preview, state, decision },
      }))
      panels.set(request.record.id, { ...panel, readAt: Date.now(), previews })
    }
    return c.json({ decision, runId: 'run_1' })
  })
  app.post('/v1/effects/:id/undo', async c => {
    UndoRequest.parse(await c.req.json())
    return c.json({ state: 'undoing', runId: 'run_2' })
  })
  app.route('/', contextRoutes({ control, panels }))
  app.route('/', signalRoutes(control))
  app.route('/', ownerRoutes({ control, panels }))
  app.route('/', policyRoutes(control))
  app.route('/', alertRoutes(control))
  app.route('/', meRoutes(control))
  app.get('/v1/stream', c =>
    streamSSE(c, async stream => {
      const listen = (id: string) =>
        void stream.writeSSE({
          event: 'item',
          data: JSON.stringify({ itemId: 'itm', records: [{ host: 'zendesk', type: 'ticket', id }] }),
        })
      listeners.add(listen)
      await stream.write(': listening\n\n')
      await new Promise<void>(resolve => stream.onAbort(resolve))
      listeners.delete(listen)
    }),
  )
  const server = await new Promise<ServerType>(resolve => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    panels,
    seen,
    control,
    /** Asked under this path, such as `POST /v1/previews/prv_1/decisions`. */
    asked: (path: string) => seen.filter(entry => entry.path === path),
    changed: (id: string) => {
      for (const listen of listeners) listen(id)
    },
    listening: () => listeners.size,
    stop: () =>
      new Promise<void>(resolve => {
        if ('closeAllConnections' in server) server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export type ContractServer = Awaited<ReturnType<typeof startContractServer>>

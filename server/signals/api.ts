import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Localized } from '../../shared/locale.ts'
import { SignalEntry, SignalState } from '../../shared/signal-entry.ts'
import { actorOf } from '../access/authenticate.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { onlyViews, problem, problemAnswers, spoken } from '../problem.ts'
import { type Replay, replaySignal } from './replay-signal.ts'
import { asSignalEntry, countOpenSignals, findSignal, listSignals } from './signal-log.ts'

const MOST = 500

const list = createRoute({
  method: 'get',
  path: '/v1/signals',
  summary: 'The newest webhooks and polls, and what became of them',
  request: {
    query: z.object({
      state: SignalState.optional(),
      limit: z.coerce.number().int().min(1).max(MOST).default(50),
    }),
  },
  responses: {
    200: {
      description: 'Newest first, and how many wait (stored) or need a person (unreadable), of all',
      content: {
        'application/json': {
          schema: z.object({
            signals: z.array(SignalEntry),
            counts: z.object({ stored: z.int(), unreadable: z.int() }),
          }),
        },
      },
    },
    ...problemAnswers,
  },
})

const params = z.object({ id: z.string() })

const body = createRoute({
  method: 'get',
  path: '/v1/signals/{id}/body',
  summary: 'What came, exactly',
  request: { params },
  responses: {
    200: {
      description: 'As text; nothing where a poll noticed the change',
      content: { 'application/json': { schema: z.object({ body: z.string() }) } },
    },
    ...problemAnswers,
  },
})

const replay = createRoute({
  method: 'post',
  path: '/v1/signals/{id}/replay',
  summary: 'Have a signal worked on again',
  request: { params },
  responses: {
    202: {
      description: 'Due at once',
      content: { 'application/json': { schema: z.object({ signal: SignalEntry }) } },
    },
    ...problemAnswers,
  },
})

export function signalRoutes(deps: Deps) {
  const { store } = deps
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(list, async c => {
      const { state = null, limit } = c.req.valid('query')
      const [signals, counts] = [
        await listSignals(store.db, { state, limit }),
        await countOpenSignals(store.db),
      ]
      return c.json({ signals: signals.map(asSignalEntry), counts }, 200)
    })
    .openapi(body, async c => {
      const signal = await findSignal(store.db, c.req.valid('param').id)
      return signal ? c.json({ body: signal.body }, 200) : refused(c, 'not-found')
    })
    .openapi(replay, async c => {
      const { member } = c.get('caller')
      const { id } = c.req.valid('param')
      const outcome = await store.write(actorOf(c.get('caller')), tx => replaySignal(tx, { id, member }))
      if (outcome !== 'replayed') return refused(c, outcome)
      deps.wake()
      const signal = await findSignal(store.db, id)
      return signal ? c.json({ signal: asSignalEntry(signal) }, 202) : refused(c, 'not-found')
    })
}

type Words = Readonly<Record<'title' | 'detail', Localized>>

const REFUSED: Readonly<Record<Exclude<Replay, 'replayed'>, Words>> = {
  'not-found': {
    title: { en: 'No such signal', de: 'Kein solches Signal' },
    detail: { en: 'Read the list again', de: 'Lesen Sie die Liste neu' },
  },
  'not-allowed': onlyViews({ en: 'replay a signal', de: 'ein Signal wiederholen' }),
  unreadable: {
    title: { en: 'It is not JSON', de: 'Es ist kein JSON' },
    detail: {
      en: 'There is nothing to work on; correct the template it came from and have it sent again',
      de: 'Es gibt nichts zu bearbeiten; berichtigen Sie die Vorlage und lassen Sie es neu senden',
    },
  },
  'without-subject': {
    title: {
      en: 'Nothing here acts on signals of its kind',
      de: 'Auf Signale dieser Art reagiert hier nichts',
    },
    detail: { en: 'There is nothing to replay', de: 'Es gibt nichts zu wiederholen' },
  },
}

function refused(c: Context, why: Exclude<Replay, 'replayed'>) {
  const kind = why === 'not-found' || why === 'not-allowed' ? why : 'not-replayable'
  return problem(c, kind, spoken(c, REFUSED[why]))
}

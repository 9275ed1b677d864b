import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { AnswerRequest, IdentityAnswer, UndoAnswerRequest } from '../../shared/identity-question.ts'
import type { Member } from '../../shared/member.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import { actorOf } from '../access/authenticate.ts'
import {
  type AnswerOrder,
  type AnswerOutcome,
  answerQuestion,
  undoAnswer,
} from '../context/answer-question.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { anchorsOfItem } from '../ownership/identify-item.ts'
import { linkOf } from '../ownership/is-one-of.ts'
import { itemByLink, openItemsOf, readItem } from '../ownership/store.ts'
import { regroupItem } from '../ownership/upsert-item.ts'
import { judgeAgain } from '../pipeline.ts'
import { problem, problemAnswers, reasonNeeded, refused, spoken } from '../problem.ts'
import type { Tx } from '../store/store.ts'

const responses = {
  200: {
    description: 'Recorded; accounts, items and proposals have followed',
    content: { 'application/json': { schema: z.object({ answer: IdentityAnswer }) } },
  },
  ...problemAnswers,
}

const answer = createRoute({
  method: 'post',
  path: '/v1/identity/questions/{id}/answers',
  summary: 'Say which account something belongs to',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: { 'application/json': { schema: AnswerRequest } } },
  },
  responses,
})

const undo = createRoute({
  method: 'post',
  path: '/v1/identity/answers/{id}/undo',
  summary: 'Take an answer back and split what it joined',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: { 'application/json': { schema: UndoAnswerRequest } } },
  },
  responses,
})

export function identityRoutes(deps: Deps) {
  /** What both routes do: the act as one write, then its outcome or why not. */
  const settle = async <Request extends { record: RecordRef }>(c: Context<HonoEnv>, turn: Turn<Request>) => {
    const caller = c.get('caller')
    const outcome = await deps.store.write(actorOf(caller), tx =>
      inTurn(deps, tx, { ...turn, person: caller.member }),
    )
    if (outcome.kind !== 'answered') return refusal(c, outcome)
    deps.wake()
    return c.json({ answer: outcome.answer }, 200)
  }
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(answer, c =>
      settle(c, { id: c.req.valid('param').id, request: c.req.valid('json'), act: answerQuestion }),
    )
    .openapi(undo, c =>
      settle(c, { id: c.req.valid('param').id, request: c.req.valid('json'), act: undoAnswer }),
    )
}

interface Turn<Request> {
  readonly id: string
  readonly request: Request
  readonly act: (tx: Tx, order: AnswerOrder<Request>) => Promise<AnswerOutcome>
}

/** The answer, and in the same write every open item of the accounts it changed: what waited for it may go on. */
async function inTurn<Request extends { record: RecordRef }>(
  { connectors }: Deps,
  tx: Tx,
  { id, request, act, person }: Turn<Request> & { person: Member },
): Promise<AnswerOutcome> {
  const itemId = await itemByLink(tx.db, linkOf(request.record))
  const accountId = itemId ? (await readItem(tx.db, itemId)).account_id : null
  const anchors = itemId ? await anchorsOfItem(tx.db, itemId) : []
  const outcome = await act(tx, { id, request, person, anchors, accountId })
  if (outcome.kind !== 'answered') return outcome
  const regrouped = new Set<string>()
  for (const item of await openItemsOf(tx.db, outcome.accountIds)) {
    tx.touch(item)
    for (const changed of await regroupItem(tx, item)) regrouped.add(changed)
  }
  for (const item of regrouped) await judgeAgain(tx, connectors, item)
  return outcome
}

function refusal(c: Context, outcome: Exclude<AnswerOutcome, { kind: 'answered' }>) {
  switch (outcome.kind) {
    case 'refused':
      return refused(c, outcome.permission)
    case 'reason-needed':
      return reasonNeeded(c)
    case 'not-found':
      return problem(c, 'not-found', {
        title: 'No such question or answer',
        detail: 'Read the panel again; it may have been settled',
      })
    case 'not-a-choice':
      return problem(c, 'invalid-request', {
        title: 'That account is none of the choices any more',
        detail: 'Read the panel again and choose one that is shown',
      })
    case 'already':
      return problem(c, 'already-answered', spoken(c, alreadyWords(outcome.by)))
  }
}

function alreadyWords(by: string | null) {
  return {
    title: by
      ? { en: `Answered already by ${by}`, de: `Bereits beantwortet von ${by}` }
      : { en: 'This is settled already', de: 'Das ist bereits geklärt' },
    detail: {
      en: 'Read the panel again; an answer can be taken back there',
      de: 'Lesen Sie das Panel neu; dort lässt sich eine Antwort zurücknehmen',
    },
  }
}

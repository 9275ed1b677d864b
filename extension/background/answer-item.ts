import type { ServerApi } from '../api.ts'
import type { Result } from '../failure.ts'
import type { PageToWorker, WorkerAnswers } from '../messages.ts'

const KINDS = ['assign', 'correct-owner', 'promise-update', 'people'] as const
type ItemKind = (typeof KINDS)[number]
export type ItemRequest = Extract<PageToWorker, { kind: ItemKind }>

export function isAboutItem(request: PageToWorker): request is ItemRequest {
  return KINDS.some(kind => kind === request.kind)
}

/** What people say of an item they work on is passed on; the worker adds nothing but the token. */
export function answerItem(api: ServerApi, request: ItemRequest): Promise<Result<WorkerAnswers[ItemKind]>> {
  switch (request.kind) {
    case 'assign':
      return api.assign(request.itemId, request.request)
    case 'correct-owner':
      return api.correctOwner(request.itemId, request.request)
    case 'promise-update':
      return api.promiseUpdate(request.itemId, request.request)
    case 'people':
      return api.people()
  }
}

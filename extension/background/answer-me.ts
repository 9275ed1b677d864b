import type { ServerApi } from '../api.ts'
import type { Result } from '../failure.ts'
import type { PageToWorker, WorkerAnswers } from '../messages.ts'

const KINDS = ['presence', 'set-presence', 'leaves', 'take-leave', 'cancel-leave'] as const

export type MeRequest = Extract<PageToWorker, { kind: (typeof KINDS)[number] }>

export function isAboutMe(request: PageToWorker): request is MeRequest {
  return KINDS.some(kind => kind === request.kind)
}

/** What somebody says of themselves: whether they are there. */
export function answerMe(
  api: ServerApi,
  request: MeRequest,
): Promise<Result<WorkerAnswers[MeRequest['kind']]>> {
  switch (request.kind) {
    case 'presence':
      return api.presence()
    case 'set-presence':
      return api.setPresence(request.presence)
    case 'leaves':
      return api.leaves()
    case 'take-leave':
      return api.takeLeave(request.request)
    case 'cancel-leave':
      return api.cancelLeave(request.leaveId)
  }
}

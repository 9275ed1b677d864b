import type { ServerApi } from '../api.ts'
import type { Result } from '../failure.ts'
import type { PageToWorker, WorkerAnswers } from '../messages.ts'

const KINDS = [
  'policy',
  'check-policy',
  'set-policy',
  'native-conflicts',
  'start-backtest',
  'backtest',
  'cancel-backtest',
] as const

export type PolicyRequest = Extract<PageToWorker, { kind: (typeof KINDS)[number] }>

export function isAboutPolicies(request: PageToWorker): request is PolicyRequest {
  return KINDS.some(kind => kind === request.kind)
}

/** What the page of policies asks the server. */
export function answerPolicies(
  api: ServerApi,
  request: PolicyRequest,
): Promise<Result<WorkerAnswers[PolicyRequest['kind']]>> {
  switch (request.kind) {
    case 'policy':
      return api.policy(request.policyKind)
    case 'check-policy':
      return api.checkPolicy(request.policyKind, request.policy)
    case 'set-policy':
      return api.setPolicy(request.policyKind, request.request)
    case 'native-conflicts':
      return api.nativeConflicts()
    case 'start-backtest':
      return api.startBacktest(request.request)
    case 'backtest':
      return api.backtest(request.backtestId)
    case 'cancel-backtest':
      return api.cancelBacktest(request.backtestId)
  }
}

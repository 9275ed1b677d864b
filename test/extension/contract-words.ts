import { PROBLEM_BASE, type ProblemKind } from '../../shared/decision.ts'

export const MEMBER = {
  id: 'mem_1',
  email: 'ana@acme.test',
  name: 'Ana Ruiz',
  roles: ['billing-resolver'],
  active: true,
}

export const refusal = (kind: ProblemKind, status: number, more: object = {}) =>
  Response.json(
    {
      type: PROBLEM_BASE + kind,
      title: `Refused: ${kind}.`,
      status,
      detail: 'Do something else.',
      requestId: 'r1',
      ...more,
    },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )

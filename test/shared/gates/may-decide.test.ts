import { describe, expect, test } from 'vitest'
import { mayDecide, type PreviewDecision } from '../../../shared/gates/may-decide.ts'
import type { Member, Role } from '../../../shared/member.ts'
import { ROLES } from '../../../shared/member.ts'
import { aRefundCase } from '../../support/billing-case.ts'
import { MINUTE } from '../../support/held-clock.ts'

const { now, used } = aRefundCase()

function member(change: Partial<Member> = {}): Member {
  return {
    id: 'mem_ana',
    email: 'ana@acme.test',
    name: 'Ana Ruiz',
    roles: ['billing-resolver'],
    active: true,
    ...change,
  }
}

function question(change: Partial<PreviewDecision> = {}): PreviewDecision {
  return {
    act: 'approve',
    person: member(),
    preview: {
      hash: 'aa',
      state: 'proposed',
      actionClass: 'money',
      author: { id: 'mem_eli', name: 'Eli Novak' },
      automation: 'billing-inquiry-refund',
      decideBy: now + MINUTE,
      used: [...used],
      decision: null,
    },
    seenHash: 'aa',
    onRecord: true,
    acceptedStale: [],
    now,
    ...change,
  }
}

function against(change: Partial<PreviewDecision>): string[] {
  const permission = mayDecide(question(change))
  return permission.kind === 'allowed' ? [] : permission.reasons.map(({ predicate }) => predicate)
}

const preview = question().preview

describe('who may decide', () => {
  test('a billing resolver who did not build the automation may', () => {
    expect(mayDecide(question())).toEqual({ kind: 'allowed' })
  })

  test.each(ROLES.filter(role => role !== 'billing-resolver'))('%s may not move money', (role: Role) => {
    expect(against({ person: member({ roles: [role] }) })).toEqual(['holds-role'])
  })

  test('the author may not, whatever roles they hold', () => {
    const eli = member({ id: 'mem_eli', roles: [...ROLES] })
    expect(against({ person: eli })).toEqual(['four-eyes'])
  })

  test('a service, an alias or a job may not', () => {
    expect(against({ person: null })).toContain('is-person')
  })

  test('a member who has left may not', () => {
    expect(against({ person: member({ active: false }) })).toEqual(['is-person'])
  })
})

describe('on what', () => {
  test('not on another record than the card was drawn for', () => {
    expect(against({ onRecord: false })).toEqual(['right-record'])
  })

  test('not on a preview that changed after it was seen', () => {
    expect(against({ seenHash: 'bb' })).toEqual(['preview-unchanged'])
  })

  test.each(['blocked', 'pending', 'approved', 'declined', 'expired', 'superseded'] as const)(
    'not on a %s preview',
    state => {
      expect(against({ preview: { ...preview, state } })).toEqual(['still-open'])
    },
  )

  test('not after the time to decide', () => {
    expect(against({ now: preview.decideBy + 1 })).toContain('in-time')
  })

  test('the second of two is told who was first', () => {
    const decision = {
      decision: 'approve' as const,
      person: { id: 'mem_ben', name: 'Ben Okafor' },
      at: now,
      reason: { code: 'goodwill', text: '' },
    }
    const permission = mayDecide(question({ preview: { ...preview, state: 'approved', decision } }))
    expect(permission).toMatchObject({ reasons: [{ seen: { en: 'Ben Okafor has decided: approve' } }] })
  })
})

describe('how fresh', () => {
  const aged = (minutes: number) => ({
    now: now + minutes * MINUTE,
    preview: { ...preview, decideBy: now + 999 * MINUTE },
  })

  test('a value past its warning limit must be ticked', () => {
    expect(against(aged(6))).toEqual(['stale-accepted'])
    expect(against({ ...aged(6), acceptedStale: ['dispute.status'] })).toEqual([])
  })

  test('a value past its error limit cannot be ticked away', () => {
    expect(against({ ...aged(61), acceptedStale: ['dispute.status'] })).toEqual(['fresh-context'])
  })

  test('declining needs no fresh values: nothing is done', () => {
    expect(against({ ...aged(61), act: 'decline' })).toEqual([])
  })
})

describe('taking back', () => {
  test('asks for the same person and record, not for an open preview', () => {
    expect(against({ act: 'undo', preview: { ...preview, state: 'approved' } })).toEqual([])
    expect(against({ act: 'undo', person: member({ roles: ['viewer'] }) })).toEqual(['holds-role'])
    expect(against({ act: 'undo', onRecord: false })).toEqual(['right-record'])
  })
})

import { describe, expect, it } from 'vitest'
import { answerBlockers, blockersOf, type Choice } from '../../extension/state/blockers.ts'
import type { PanelPreview } from '../../shared/panel.ts'
import { reason } from '../../shared/verdict.ts'
import { question } from './context-fixtures.ts'
import { DAY, notAllowed, preview } from './preview-fixtures.ts'

const NOW = 1_800_000_000_000
const current = { current: true, now: NOW }
const words = { seen: { en: '', de: '' }, needed: { en: '', de: '' } }
const shown: PanelPreview = { preview: preview(NOW), may: { kind: 'allowed' } }
const approving: Choice = {
  act: 'approve',
  reason: { code: 'duplicate-charge', text: '' },
  acceptedStale: ['mrr'],
}
const kinds = (of: PanelPreview, choice: Choice, at = current) =>
  blockersOf(of, choice, at).map(({ kind }) => kind)

const because = (code: string) => ({ ...approving, reason: { code, text: 'abc' } })

describe('what keeps a button from being pressed', () => {
  it('is nothing once the reason and the ticks are there', () => {
    expect(kinds(shown, approving)).toEqual([])
  })

  it('is the missing tick for approving, not for declining', () => {
    expect(kinds(shown, { ...approving, acceptedStale: [] })).toEqual(['stale'])
    const declining: Choice = {
      act: 'decline',
      reason: { code: 'not-a-duplicate', text: '' },
      acceptedStale: [],
    }
    expect(kinds(shown, declining)).toEqual([])
  })

  it('is no reason, a reason for the other act, or “other” without words', () => {
    expect(kinds(shown, because(''))).toEqual(['no-reason'])
    expect(kinds(shown, because('not-a-duplicate'))).toEqual(['other-reason'])
    expect(kinds(shown, because('other'))).toEqual(['no-words'])
  })

  it('is the word of the server, except on ticks it has not seen yet', () => {
    expect(kinds(notAllowed(NOW), approving)).toEqual(['refused'])
    const untold = reason('stale-accepted', 'failed', words)
    expect(kinds({ ...shown, may: { kind: 'refused', reasons: [untold] } }, approving)).toEqual([])
  })

  it('is a value past its limit, which no tick makes younger', () => {
    const used = shown.preview.used.map(value => ({ ...value, readAt: NOW - 4 * DAY }))
    const old: PanelPreview = { ...shown, preview: { ...shown.preview, used } }
    expect(kinds(old, { ...approving, acceptedStale: used.map(({ field }) => field) })).toEqual(['too-old'])
    expect(kinds(old, { ...because('not-a-duplicate'), act: 'decline' })).toEqual([])
  })

  it('is a window that closed or a panel nobody has confirmed', () => {
    expect(kinds(shown, approving, { current: true, now: shown.preview.decideBy + 1 })).toContain('too-late')
    expect(kinds(shown, approving, { current: false, now: NOW })).toEqual(['not-current'])
  })
})

describe('what keeps an answer from being given', () => {
  const asked = question('qst_1')
  const draft = { subject: asked.id, code: '', text: '', acceptedStale: [], chosen: '' }
  const given = (change: Partial<typeof draft>, at = { current: true }) =>
    answerBlockers(asked, { ...draft, ...change }, at).map(({ kind }) => kind)

  it('is a missing account first, then a missing reason', () => {
    expect(given({})).toEqual(['no-choice', 'no-reason'])
    expect(given({ chosen: 'stripe:customer:cus_Hostile' })).toEqual(['no-reason'])
    expect(given({ chosen: 'none', code: 'other', text: 'abc' })).toEqual(['no-words'])
    expect(given({ chosen: 'none', code: 'same-company' })).toEqual([])
  })

  it('is an account that is none of the choices any more', () => {
    expect(given({ chosen: 'stripe:customer:cus_Gone', code: 'same-company' })).toEqual(['no-choice'])
  })

  it('is a panel nobody has confirmed', () => {
    expect(given({ chosen: 'none', code: 'same-company' }, { current: false })).toEqual(['not-current'])
  })
})

import { expect, test } from 'vitest'
import { differingIn } from '../../extension/state/native-sla.ts'
import type { ToolClock } from '../../shared/panel.ts'
import type { Clock } from '../../shared/sla.ts'
import { clockFor } from './alert-fixtures.ts'
import { MINUTE, SECOND } from './preview-fixtures.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const running = clockFor('c', NOW)
const paused = {
  ...running,
  pauses: [{ from: NOW, until: null, cause: 'status pending', actor: 'Ben' }],
}
const met = { ...running, stoppedAt: NOW }
const tool = (change: Partial<ToolClock> = {}): ToolClock => ({
  source: 'zendesk',
  kind: 'first-response',
  metric: 'first_reply_time',
  stage: 'active',
  breachAt: running.dueAt,
  policy: null,
  ...change,
})

test.each<[what: string, ours: Clock, theirs: ToolClock, shown: number]>([
  ['the same', running, tool(), 0],
  ['the same within a minute', running, tool({ breachAt: running.dueAt + 59 * SECOND }), 0],
  ['due two minutes later', running, tool({ breachAt: running.dueAt + 2 * MINUTE }), 1],
  ['due two minutes earlier', running, tool({ breachAt: running.dueAt - 2 * MINUTE }), 1],
  ['another clock', running, tool({ kind: 'resolution', breachAt: 0 }), 0],
  ['a metric we have no clock for', running, tool({ kind: null, breachAt: 0 }), 0],
  ['paused there only', running, tool({ stage: 'paused', breachAt: null }), 1],
  ['paused here only', paused, tool(), 1],
  ['paused in both', paused, tool({ stage: 'paused', breachAt: null }), 0],
  ['met there only', running, tool({ stage: 'achieved', breachAt: null }), 1],
  ['met in both', met, tool({ stage: 'achieved', breachAt: null }), 0],
  ['met here, running there without a time', met, tool({ breachAt: null }), 0],
])('%s', (_what, ours, theirs, shown) => {
  expect(differingIn(ours, [theirs])).toHaveLength(shown)
})

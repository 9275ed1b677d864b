import type { ToolClock } from '../../shared/panel.ts'
import type { Clock } from '../../shared/sla.ts'

const SAME_WITHIN_MS = 60_000

/** Where a tool counts the same otherwise than we do: in whether it runs, or in when it is due by more than a minute. */
export function differingIn(clock: Clock, tools: readonly ToolClock[]): ToolClock[] {
  return tools.filter(tool => tool.kind === clock.kind && differs(clock, tool))
}

function differs(clock: Clock, { stage, breachAt }: ToolClock): boolean {
  const ours = stageOf(clock)
  if (ours !== stage) return stage !== 'active' || breachAt !== null
  return stage === 'active' && breachAt !== null && Math.abs(breachAt - clock.dueAt) > SAME_WITHIN_MS
}

function stageOf({ stoppedAt, pauses }: Clock): ToolClock['stage'] {
  if (stoppedAt !== null) return 'achieved'
  return pauses.some(({ until }) => until === null) ? 'paused' : 'active'
}

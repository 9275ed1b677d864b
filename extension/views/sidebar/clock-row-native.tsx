import type { ToolClock } from '../../../shared/panel.ts'
import type { Clock } from '../../../shared/sla.ts'
import { differingIn } from '../../state/native-sla.ts'
import { sourceName, useLanguage } from '../language.ts'

/** What the tool itself counts, where that is something else. */
export function ClockRowNative({ clock, tools }: { clock: Clock; tools: readonly ToolClock[] }) {
  const { t, dateTime } = useLanguage()
  return differingIn(clock, tools).map(({ source, metric, stage, breachAt, policy }) => (
    <p class="clock-foot" key={`${source} ${metric}`}>
      <span>
        {t(`clock.native.${stage}`, {
          source: sourceName(source),
          date: breachAt === null ? '' : dateTime(breachAt),
        })}
        {policy !== null && ` (${t('clock.native.policy', { name: policy })})`}
      </span>
    </p>
  ))
}

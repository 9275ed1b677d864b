import { useComputed } from '@preact/signals'
import { type ClockSegment, explainClock } from '../../../shared/explain-clock.ts'
import { burnDown, type Clock } from '../../../shared/sla.ts'
import { useStores } from './stores.ts'

const HEIGHT = 6

/** From the beginning to the due time: what counted is filled, pauses are dotted, closed hours are thin. */
export function ClockBar({ clock }: { clock: Clock }) {
  const { now } = useStores()
  const end = useComputed(() =>
    Math.max(clock.dueAt, burnDown(clock, now.value).state === 'missed' ? now.value : 0),
  )
  const segments = useComputed(() => explainClock(clock, now.value))
  const total = Math.max(1, end.value - clock.startedAt)
  // Thousandths of the bar: finer steps cannot be seen and need not be drawn.
  const percent = (at: number) =>
    `${(Math.min(1, Math.max(0, (at - clock.startedAt) / total)) * 100).toFixed(1)}%`
  return (
    <svg class="bar" width="100%" height={HEIGHT} aria-hidden="true" focusable="false">
      <rect class="bar-left" width="100%" height={HEIGHT} rx="3" />
      {segments.value.map(segment => (
        <Stretch key={`${segment.kind} ${segment.from}`} segment={segment} percent={percent} />
      ))}
    </svg>
  )
}

function Stretch({ segment, percent }: { segment: ClockSegment; percent: (at: number) => string }) {
  const { kind, from, until } = segment
  return <line class={`bar-${kind}`} x1={percent(from)} x2={percent(until)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
}

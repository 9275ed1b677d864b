import { useComputed } from '@preact/signals'
import { burnDown, type Clock } from '../../../shared/sla.ts'
import { useLanguage } from '../language.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

const SHAPES: Readonly<Record<ReturnType<typeof burnDown>['state'], IconName>> = {
  running: 'clock',
  'at-risk': 'warning',
  missed: 'cross',
  met: 'check',
}

/** What is left of a target, as a number and as a bar that empties from the left. */
export function ClockRow({ clock }: { clock: Clock }) {
  const { now } = useStores()
  const { t, countdown, dateTime } = useLanguage()
  const state = useComputed(() => burnDown(clock, now.value).state)
  const left = useComputed(() => {
    const { leftMs } = burnDown(clock, now.value)
    const time = countdown(leftMs)
    if (state.value === 'met') return t('clock.metWith', { time })
    return t(leftMs < 0 ? 'clock.over' : 'clock.left', { time })
  })
  const due = `${t('clock.due', { date: dateTime(clock.dueAt) })}, ${t(`clock.${clock.unit}`)}`
  return (
    <div class={`clock clock-${state.value}`} title={due}>
      <span class="clock-name">{t(`clock.${clock.kind}`)}</span>
      <span class="clock-left">{left}</span>
      <Bar clock={clock} />
      <p class="clock-foot">
        <span class="clock-state">
          <Icon name={SHAPES[state.value]} />
          {t(`clock.state.${state.value}`)}
        </span>
        <time dateTime={new Date(clock.dueAt).toISOString()}>{due}</time>
      </p>
    </div>
  )
}

/** Spent and left in one line; stretches in which the clock stood still are dotted. */
function Bar({ clock }: { clock: Clock }) {
  const { now } = useStores()
  // Thousandths of the bar: finer steps cannot be seen and need not be drawn.
  const spent = useComputed(() => Math.round(burnDown(clock, now.value).spent * 1000) / 10)
  const total = Math.max(1, clock.dueAt - clock.startedAt)
  const percent = (at: number) => (Math.min(1, Math.max(0, (at - clock.startedAt) / total)) * 100).toFixed(1)
  return (
    <svg class="bar" width="100%" height="6" aria-hidden="true" focusable="false">
      <rect class="bar-left" width="100%" height="6" rx="3" />
      <rect class="bar-spent" width={`${spent.value}%`} height="6" rx="3" />
      {clock.pauses.map(pause => (
        <line
          key={pause.from}
          class="bar-paused"
          x1={`${percent(pause.from)}%`}
          x2={`${percent(pause.until ?? now.peek())}%`}
          y1="3"
          y2="3"
        />
      ))}
    </svg>
  )
}

import { useComputed } from '@preact/signals'
import type { ToolClock } from '../../../shared/panel.ts'
import { burnDown, type Clock } from '../../../shared/sla.ts'
import { useLanguage } from '../language.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { ClockBar } from './clock-bar.tsx'
import { ClockExplained } from './clock-explained.tsx'
import { ClockRowNative } from './clock-row-native.tsx'
import { useStores } from './stores.ts'

const SHAPES: Readonly<Record<ReturnType<typeof burnDown>['state'], IconName>> = {
  running: 'clock',
  'at-risk': 'warning',
  paused: 'pause',
  missed: 'cross',
  met: 'check',
}

/** What is left of a target, as a number and as a bar of its whole course; opens to how the due time came about. */
export function ClockRow({ clock, tools }: { clock: Clock; tools: readonly ToolClock[] }) {
  const { now } = useStores()
  const { t, countdown, dateTime } = useLanguage()
  const state = useComputed(() => burnDown(clock, now.value).state)
  const left = useComputed(() => {
    const { leftMs } = burnDown(clock, now.value)
    const time = countdown(leftMs)
    if (state.value === 'met') return t('clock.metWith', { time })
    if (leftMs < 0) return t('clock.over', { time })
    return t(clock.unit === 'business' ? 'clock.leftBusiness' : 'clock.left', { time })
  })
  const due = `${t('clock.due', { date: dateTime(clock.dueAt) })}, ${t(`clock.${clock.unit}`)}`
  return (
    <div class={`clock clock-${state.value}`} title={due}>
      <span class="clock-name">{t(`clock.${clock.kind}`)}</span>
      <span class="clock-left">{left}</span>
      <ClockBar clock={clock} />
      <p class="clock-foot">
        <span class="clock-state">
          <Icon name={SHAPES[state.value]} />
          <span>
            {t(`clock.state.${state.value}`)}
            <Still clock={clock} />
          </span>
        </span>
        {state.value !== 'paused' && <time dateTime={new Date(clock.dueAt).toISOString()}>{due}</time>}
      </p>
      <ClockRowNative clock={clock} tools={tools} />
      <ClockExplained clock={clock} />
    </div>
  )
}

/** Why it stands still, and when it goes on. */
function Still({ clock }: { clock: Clock }) {
  const { now } = useStores()
  const { t, dateTime } = useLanguage()
  const goesOnAt = useComputed(() => {
    const { state, goesOnAt: next } = burnDown(clock, now.value)
    return state === 'missed' ? null : next
  })
  const pause = clock.stoppedAt === null ? clock.pauses.find(({ until }) => until === null) : undefined
  if (pause) return <span class="quiet">: {pause.cause}</span>
  if (goesOnAt.value === null) return null
  return <span class="quiet">, {t('clock.closedUntil', { date: dateTime(goesOnAt.value) })}</span>
}

import type { ReadonlySignal } from '@preact/signals'
import type { Alert } from '../../../shared/panel.ts'
import { burnDown } from '../../../shared/sla.ts'
import { jumpTo } from '../../state/alert-store.ts'
import { useLanguage } from '../language.ts'
import { Chip, type Tone } from './chip.tsx'
import { isWebAddress } from './outside-link.tsx'

const TONES: Readonly<Record<ReturnType<typeof burnDown>['state'], Tone>> = {
  running: 'neutral',
  'at-risk': 'warn',
  paused: 'neutral',
  missed: 'bad',
  met: 'good',
}

interface Props {
  alert: Alert
  now: ReadonlySignal<number>
  /** What the surface does once the ticket is in front. */
  onJump?: () => void
}

/** How long is left, whose it is, and the way to it. */
export function AlertRow({ alert, now, onJump }: Props) {
  const { t, countdown, dateTime } = useLanguage()
  const { leftMs, state } = burnDown(alert.clock, now.value)
  const { url } = alert
  return (
    <li class={`alert alert-${state}`}>
      <span class="alert-time" title={dateTime(alert.clock.dueAt)}>
        <strong>{countdown(leftMs)}</strong>
        <span class="quiet">{t(leftMs < 0 ? 'alerts.over' : 'alerts.left')}</span>
      </span>
      <div class="alert-matter">
        {url && isWebAddress(url) ? (
          <a
            class="alert-title"
            href={url}
            onClick={event => {
              event.preventDefault()
              void jumpTo(url).then(onJump)
            }}
          >
            {alert.title}
          </a>
        ) : (
          <span class="alert-title">{alert.title}</span>
        )}
        <span class="quiet">
          {alert.customer ?? t('account.unknown')} · {alert.owner ?? t('alerts.noOwner')}
        </span>
        <span class="alert-stake">
          <Chip tone={TONES[state]}>
            {t(`clock.${alert.clock.kind}`)} · {t(`clock.state.${state}`)}
          </Chip>
          <Revenue alert={alert} now={now} />
        </span>
      </div>
    </li>
  )
}

/** What is at stake, and how old that is; an amount nobody knows is said to be unknown. */
function Revenue({ alert: { revenue }, now }: Pick<Props, 'alert' | 'now'>) {
  const { t, money, relative } = useLanguage()
  if (revenue?.content.kind !== 'money') return <span class="quiet">{t('account.mrrUnknown')}</span>
  const read = t('alerts.asOf', { age: relative(revenue.readAt, now.value) })
  return (
    <span class="alert-revenue">
      {t('account.perMonth', { amount: money(revenue.content.money) })} <span class="quiet">{read}</span>
    </span>
  )
}

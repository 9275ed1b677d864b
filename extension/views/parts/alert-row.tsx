import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChildren, TargetedKeyboardEvent } from 'preact'
import type { Alert } from '../../../shared/panel.ts'
import { burnDown } from '../../../shared/sla.ts'
import { jumpTo } from '../../jump.ts'
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
  /** What may be done about it, and by which keys while the row has the focus. */
  acts?: {
    readonly hint: string
    readonly onKey: (event: TargetedKeyboardEvent<HTMLElement>) => void
    readonly controls: ComponentChildren
  }
}

/** How long is left, whose it is, and the way to it. */
export function AlertRow({ alert, now, onJump, acts }: Props) {
  const { t } = useLanguage()
  const { state } = burnDown(alert.clock, now.value)
  const seen = alert.acknowledged ? ' alert-seen' : ''
  return (
    <li
      class={`alert alert-${state}${seen}`}
      data-clock={alert.clock.id}
      title={acts?.hint}
      onKeyDown={acts?.onKey}
    >
      <TimeLeft alert={alert} now={now} />
      <div class="alert-matter">
        <Title alert={alert} onJump={onJump} />
        <span class="quiet">
          {alert.customer ?? t('account.unknown')} · {alert.owner ?? t('alerts.noOwner')}
        </span>
        <span class="alert-stake">
          <Chip tone={TONES[state]}>
            {t(`clock.${alert.clock.kind}`)} · {t(`clock.state.${state}`)}
          </Chip>
          <Revenue alert={alert} now={now} />
        </span>
        <Standing alert={alert} now={now} />
        {acts?.controls}
      </div>
    </li>
  )
}

function TimeLeft({ alert: { clock }, now }: Pick<Props, 'alert' | 'now'>) {
  const { t, countdown, dateTime } = useLanguage()
  const { leftMs } = burnDown(clock, now.value)
  const left = clock.unit === 'business' ? 'alerts.leftBusiness' : 'alerts.left'
  return (
    <span class="alert-time" title={dateTime(clock.dueAt)}>
      <strong>{countdown(leftMs)}</strong>
      <span class="quiet">{t(leftMs < 0 ? 'alerts.over' : left)}</span>
    </span>
  )
}

function Title({ alert: { url, title }, onJump }: { alert: Alert; onJump: (() => void) | undefined }) {
  if (!url || !isWebAddress(url)) return <span class="alert-title">{title}</span>
  return (
    <a
      class="alert-title"
      href={url}
      onClick={event => {
        event.preventDefault()
        void jumpTo(url).then(onJump)
      }}
    >
      {title}
    </a>
  )
}

/** Why it stands still, that it was seen, until when it is put off. */
function Standing({ alert, now }: Pick<Props, 'alert' | 'now'>) {
  const { t, relative, dateTime } = useLanguage()
  const { clock, acknowledged, snoozedUntil } = alert
  const { goesOnAt, state } = burnDown(clock, now.value)
  const pause = clock.pauses.find(({ until }) => until === null)
  return (
    <>
      {pause && <span class="quiet">{pause.cause}</span>}
      {goesOnAt !== null && state !== 'missed' && (
        <span class="quiet">{t('clock.closedUntil', { date: dateTime(goesOnAt) })}</span>
      )}
      {acknowledged && (
        <span class="quiet">{t('alerts.acknowledged', { age: relative(acknowledged.at, now.value) })}</span>
      )}
      {snoozedUntil !== null && snoozedUntil > now.value && (
        <span class="quiet">{t('alerts.snoozedUntil', { date: dateTime(snoozedUntil) })}</span>
      )}
    </>
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

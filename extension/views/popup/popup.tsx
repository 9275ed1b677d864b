import type { ReadonlySignal } from '@preact/signals'
import type { TargetedKeyboardEvent } from 'preact'
import { browser } from 'wxt/browser'
import type { Alert } from '../../../shared/panel.ts'
import type { Scope } from '../../messages.ts'
import type { AlertActs } from '../../state/alert-acts.ts'
import { sectionsOf } from '../../state/alert-sections.ts'
import type { AlertStore } from '../../state/alert-store.ts'
import type { NoticeSettings } from '../../state/notice-settings.ts'
import type { PresenceStore } from '../../state/presence-store.ts'
import { useLanguage } from '../language.ts'
import { AlertOrderChoice } from '../parts/alert-order.tsx'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { PopupAlert } from './popup-alert.tsx'
import { PopupFooter } from './popup-footer.tsx'

const SCOPES: readonly Scope[] = ['mine', 'team', 'all']

interface Props {
  alerts: AlertStore
  acts: AlertActs
  notices: NoticeSettings
  /** Whether I take on new items. */
  mine: PresenceStore
  now: ReadonlySignal<number>
}

/** What breaks next, for me, my team or everybody. */
export function Popup({ alerts, acts, notices, mine, now }: Props) {
  const { t } = useLanguage()
  return (
    <main class="popup">
      <h1>{t('alerts.title')}</h1>
      <Tabs alerts={alerts} />
      <AlertOrderChoice alerts={alerts} />
      <div
        class="alerts"
        role="tabpanel"
        id="alerts"
        tabIndex={-1}
        aria-labelledby={`tab-${alerts.scope.value}`}
      >
        <Rows alerts={alerts} acts={acts} now={now} />
      </div>
      <Said acts={acts} />
      <PopupFooter alerts={alerts} notices={notices} mine={mine} />
    </main>
  )
}

function Tabs({ alerts }: { alerts: AlertStore }) {
  const { t } = useLanguage()
  const move = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step) return
    const next = SCOPES.at((SCOPES.indexOf(alerts.scope.value) + step) % SCOPES.length)
    if (!next) return
    void alerts.choose(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={t('alerts.title')} onKeyDown={move}>
      {SCOPES.map(scope => (
        <button
          key={scope}
          type="button"
          role="tab"
          id={`tab-${scope}`}
          aria-controls="alerts"
          aria-selected={alerts.scope.value === scope}
          tabIndex={alerts.scope.value === scope ? 0 : -1}
          onClick={() => void alerts.choose(scope)}
        >
          {t(`alerts.${scope}`)}
        </button>
      ))}
    </div>
  )
}

function Rows({ alerts, acts, now }: Pick<Props, 'alerts' | 'acts' | 'now'>) {
  const { t, dateTime, relative } = useLanguage()
  const answer = alerts.answer.value
  const failure = alerts.failure.value
  if (!answer && failure) return <Failed alerts={alerts} />
  if (!answer) return <p class="quiet rows-wait">{t('panel.loading')}</p>
  const readAt = alerts.readAt.value
  const stale = failure && readAt !== null && (
    <p class="quiet rows-stale">{t('alerts.stale', { age: relative(readAt, now.value) })}</p>
  )
  if (answer.alerts.length === 0) {
    return (
      <div class="empty">
        <h2>{t('alerts.empty')}</h2>
        <p>
          {answer.nextDueAt
            ? t('alerts.nextDue', { when: dateTime(answer.nextDueAt) })
            : t('alerts.emptyHelp')}
        </p>
        {stale}
      </div>
    )
  }
  const { open, snoozed } = sectionsOf(answer.alerts, now.value)
  const rows = (list: readonly Alert[]) =>
    list.map(alert => <PopupAlert key={alert.clock.id} alert={alert} acts={acts} now={now} />)
  return (
    <>
      {stale}
      {open.length > 0 && <ul>{rows(open)}</ul>}
      {snoozed.length > 0 && (
        <Disclosure label={t('alerts.snoozed', { count: snoozed.length })}>
          <ul>{rows(snoozed)}</ul>
        </Disclosure>
      )}
    </>
  )
}

/** Says to screen readers what a press or a key has done. */
function Said({ acts }: Pick<Props, 'acts'>) {
  const { t } = useLanguage()
  const outcome = acts.outcome.value
  return (
    <p class="unseen" role="status">
      {outcome.kind === 'done' && t(`alerts.done.${outcome.act}`, { title: outcome.title })}
    </p>
  )
}

function Failed({ alerts }: { alerts: AlertStore }) {
  const { t } = useLanguage()
  const failure = alerts.failure.value
  if (!failure) return null
  const signIn = failure.kind === 'not-set-up' || failure.kind === 'signed-out'
  return (
    <div class="empty" role="status">
      <h2>{failure.kind === 'refused' ? failure.problem.title : t(`failure.${failure.kind}`)}</h2>
      <p>{failure.kind === 'refused' ? failure.problem.detail : t(`failure.${failure.kind}.help`)}</p>
      {signIn ? (
        <Button look="primary" onPress={() => void browser.runtime.openOptionsPage()}>
          {t(`failure.${failure.kind}.act`)}
        </Button>
      ) : (
        <Button onPress={() => void alerts.choose(alerts.scope.value)}>{t('failure.retry')}</Button>
      )}
    </div>
  )
}

import type { ReadonlySignal } from '@preact/signals'
import type { TargetedKeyboardEvent } from 'preact'
import { browser } from 'wxt/browser'
import type { Scope } from '../../messages.ts'
import type { AlertStore } from '../../state/alert-store.ts'
import { openDashboard } from '../../state/open-dashboard.ts'
import { useLanguage } from '../language.ts'
import { AlertOrderChoice } from '../parts/alert-order.tsx'
import { AlertRow } from '../parts/alert-row.tsx'
import { Button } from '../parts/button.tsx'
import { Connection } from '../parts/connection.tsx'

const SCOPES: readonly Scope[] = ['mine', 'team', 'all']

interface Props {
  alerts: AlertStore
  now: ReadonlySignal<number>
}

/** What breaks next, for me, my team or everybody. */
export function Popup({ alerts, now }: Props) {
  const { t } = useLanguage()
  return (
    <main class="popup">
      <h1>{t('alerts.title')}</h1>
      <Tabs alerts={alerts} />
      <AlertOrderChoice alerts={alerts} />
      <div class="alerts" role="tabpanel" id="alerts" aria-labelledby={`tab-${alerts.scope.value}`}>
        <Rows alerts={alerts} now={now} />
      </div>
      <Footer alerts={alerts} />
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

function Rows({ alerts, now }: Props) {
  const { t, dateTime } = useLanguage()
  const answer = alerts.answer.value
  const failure = alerts.failure.value
  if (!answer && failure) return <Failed alerts={alerts} />
  if (!answer) return <p class="quiet rows-wait">{t('panel.loading')}</p>
  if (answer.alerts.length === 0) {
    return (
      <div class="empty">
        <h2>{t('alerts.empty')}</h2>
        <p>
          {answer.nextDueAt
            ? t('alerts.nextDue', { when: dateTime(answer.nextDueAt) })
            : t('alerts.emptyHelp')}
        </p>
      </div>
    )
  }
  return (
    <ul>
      {answer.alerts.map(alert => (
        <AlertRow
          key={`${alert.itemId} ${alert.clock.id}`}
          alert={alert}
          now={now}
          onJump={() => window.close()}
        />
      ))}
    </ul>
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

function Footer({ alerts }: { alerts: AlertStore }) {
  const { t } = useLanguage()
  return (
    <footer>
      <Connection live={alerts.live.value} failure={alerts.failure.value} />
      <Button look="quiet" onPress={() => void openDashboard().then(() => window.close())}>
        {t('dashboard.open')}
      </Button>
      <Button look="quiet" onPress={() => void browser.runtime.openOptionsPage()}>
        {t('alerts.settings')}
      </Button>
    </footer>
  )
}

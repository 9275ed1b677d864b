import { useLanguage } from '../language.ts'
import { AlertOrderChoice } from '../parts/alert-order.tsx'
import { AlertRow } from '../parts/alert-row.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { useStores } from './stores.ts'

const AT_ONCE = 5

/** My clocks, by deadline or by revenue. */
export function DeadlineList() {
  const { alerts, now } = useStores()
  const { t, dateTime } = useLanguage()
  const answer = alerts.answer.value
  const rows = answer?.alerts.map(alert => (
    <AlertRow key={`${alert.itemId} ${alert.clock.id}`} alert={alert} now={now} />
  ))
  return (
    <section class="sheet" id="deadlines" aria-labelledby="deadlines-title" tabIndex={-1}>
      <h2 id="deadlines-title">{t('deadlines.title')}</h2>
      <AlertOrderChoice alerts={alerts} />
      {!rows && <p class="quiet">{t('panel.loading')}</p>}
      {rows?.length === 0 && (
        <div class="nothing">
          <h3>{t('alerts.empty')}</h3>
          <p>
            {answer?.nextDueAt
              ? t('alerts.nextDue', { when: dateTime(answer.nextDueAt) })
              : t('alerts.emptyHelp')}
          </p>
        </div>
      )}
      {rows && rows.length > 0 && <ul>{rows.slice(0, AT_ONCE)}</ul>}
      {rows && rows.length > AT_ONCE && (
        <Disclosure label={t('deadlines.rest', { count: rows.length - AT_ONCE })}>
          <ul>{rows.slice(AT_ONCE)}</ul>
        </Disclosure>
      )}
    </section>
  )
}

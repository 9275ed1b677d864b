import { useRef, useState } from 'preact/hooks'
import { type Backtest, type Due, MOST_BACKTEST_DAYS, type Route } from '../../../shared/backtest.ts'
import { refusalWords } from '../../failure.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Progress } from './progress.tsx'
import { useStores } from './stores.ts'

/** What the policy on the page would have done with the items of the last days. */
export function BacktestSection() {
  const { policies, backtests } = useStores()
  const { t } = useLanguage()
  const [days, setDays] = useState(30)
  const backtest = backtests.backtest.value
  const running = backtest !== null && backtest.finishedAt === null
  const fits = Number.isInteger(days) && days >= 1 && days <= MOST_BACKTEST_DAYS
  const failure = backtests.failure.value
  const start = () => {
    const policy = policies.document.value
    if (policy && fits) void backtests.start(policy, days)
  }
  return (
    <section class="sheet" aria-labelledby="backtest-head">
      <h2 id="backtest-head">{t('backtest.title')}</h2>
      <p class="quiet">{t('backtest.lead')}</p>
      <div class="acts">
        <label class="days">
          {t('backtest.days')}
          <input
            type="number"
            min={1}
            max={MOST_BACKTEST_DAYS}
            value={Number.isNaN(days) ? '' : days}
            onInput={event => setDays(event.currentTarget.valueAsNumber)}
          />
        </label>
        <Button held={running || backtests.busy.value} waiting={!fits} onPress={start}>
          {t('backtest.start')}
        </Button>
        {running && <Button onPress={() => void backtests.cancel()}>{t('backtest.cancel')}</Button>}
      </div>
      <p class="refusal" role="alert">
        {failure &&
          (failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`))}
      </p>
      {running && (
        <>
          <Progress label={t('backtest.title')} value={backtest.done} max={backtest.population} />
          <p class="quiet">{t('backtest.progress', { done: backtest.done, count: backtest.population })}</p>
        </>
      )}
      <p class="unseen" role="status">
        {backtest && !running && t('backtest.finished')}
      </p>
      {backtest && backtest.done > 0 && <Found backtest={backtest} />}
      {backtest && !running && backtest.population === 0 && <p>{t('backtest.nothing')}</p>}
    </section>
  )
}

function Found({ backtest }: { backtest: Backtest }) {
  const { t } = useLanguage()
  const { counts, kind, cancelled, done, rows } = backtest
  const lines =
    kind === 'routing'
      ? [
          t('backtest.changed', { count: counts.changed, of: done }),
          t('backtest.differs', { count: counts.differs }),
        ]
      : [
          t('backtest.clocks', { count: counts.clocks, earlier: counts.earlier, later: counts.later }),
          t('backtest.addedRemoved', { added: counts.added, removed: counts.removed }),
          t('backtest.missed', { before: counts.missedBefore, after: counts.missedAfter }),
          ...(counts.unread > 0 ? [t('backtest.unread', { count: counts.unread })] : []),
        ]
  return (
    <>
      {cancelled && <p>{t('backtest.cancelled', { done })}</p>}
      <ul class="findings">
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {rows.length > 0 && <Rows backtest={backtest} />}
    </>
  )
}

const ROWS_AT_ONCE = 50

function Rows({ backtest: { kind, rows } }: { backtest: Backtest }) {
  const { t, date } = useLanguage()
  const [shown, show] = useState(ROWS_AT_ONCE)
  const frame = useRef<HTMLElement>(null)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="diff" ref={frame} tabIndex={0} aria-label={t('backtest.rows')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('backtest.came')}</th>
              <th scope="col">{t('backtest.item')}</th>
              {kind === 'routing' && <th scope="col">{t('backtest.happened')}</th>}
              {kind === 'sla' && <th scope="col">{t('backtest.clock')}</th>}
              <th scope="col">{t('backtest.before')}</th>
              <th scope="col">{t('backtest.after')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, at) => (
              <tr key={`${row.itemId} ${at}`}>
                <td>{date(row.at)}</td>
                <th scope="row">{row.title}</th>
                <td>
                  {row.kind === 'route' ? (row.happened.person ?? row.happened.role) : t(clockKey(row.clock))}
                </td>
                <td>
                  {row.kind === 'route' ? <RouteCell route={row.before} /> : <DueCell due={row.before} />}
                </td>
                <td>
                  {row.kind === 'route' ? <RouteCell route={row.after} /> : <DueCell due={row.after} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown < rows.length && (
        <Button look="quiet" onPress={() => show(shown + ROWS_AT_ONCE)}>
          {t('backtest.more', { count: rows.length - shown })}
        </Button>
      )}
    </>
  )
}

function clockKey(clock: string) {
  if (clock === 'first-response') return 'sla.first-response'
  return clock === 'next-response' ? 'sla.next-response' : 'sla.resolution'
}

function RouteCell({ route }: { route: Route | null }) {
  const { t } = useLanguage()
  if (!route) return <>{t('tests.noRule')}</>
  return (
    <>
      {route.title} <span class="quiet">{route.team ?? route.role}</span>
    </>
  )
}

function DueCell({ due }: { due: Due | null }) {
  const { t, dateTime } = useLanguage()
  if (!due) return <>{t('backtest.noClock')}</>
  return (
    <>
      {due.dueAt === null ? t('backtest.never') : dateTime(due.dueAt)}
      {due.missed && <strong class="trouble"> {t('backtest.wasMissed')}</strong>}
    </>
  )
}

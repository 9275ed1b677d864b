import { SIGNAL_FILTERS, type SignalFilter } from '../../state/signal-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { Icon } from '../parts/icon.tsx'
import { SignalRow } from './signal-row.tsx'
import { useStores } from './stores.ts'

/** What came from the sources, what became of it, and a way to have it worked on again. */
export function Signals() {
  const { signals } = useStores()
  const { t } = useLanguage()
  const failure = signals.failure.value
  const loading = signals.loading.value
  const load = () => void signals.load()
  return (
    <main class="page" aria-busy={loading}>
      <header class="page-head">
        <h1>{t('signals.title')}</h1>
        <Button look="quiet" held={loading} onPress={load}>
          <Icon name="refresh" />
          {t('dashboard.refresh')}
        </Button>
      </header>
      {failure && <FailureNote failure={failure} trying={loading} retry={load} />}
      <section class="sheet" aria-labelledby="signals-lead">
        <p class="quiet" id="signals-lead">
          {t('signals.lead')}
        </p>
        <Filters />
        <List />
      </section>
    </main>
  )
}

function Filters() {
  const { signals } = useStores()
  const { t } = useLanguage()
  const choose = (filter: SignalFilter) => {
    const search = filter === 'all' ? '?page=signals' : `?page=signals&state=${filter}`
    history.replaceState(null, '', search)
    void signals.choose(filter)
  }
  return (
    <fieldset class="signal-filters">
      <legend class="unseen">{t('signals.filter')}</legend>
      {SIGNAL_FILTERS.map(filter => (
        <label key={filter}>
          <input
            type="radio"
            name="signal-filter"
            checked={signals.filter.value === filter}
            onChange={() => choose(filter)}
          />
          {t(`signals.${filter}`)}
          <Count of={filter} />
        </label>
      ))}
    </fieldset>
  )
}

function Count({ of }: { of: SignalFilter }) {
  const { signals } = useStores()
  const { number } = useLanguage()
  const counts = signals.counts.value
  if (!counts || (of !== 'stored' && of !== 'unreadable') || counts[of] === 0) return null
  return <span class="quiet"> {number(counts[of])}</span>
}

function List() {
  const { signals } = useStores()
  const { t } = useLanguage()
  const rows = signals.answer.value?.signals
  if (!rows) return signals.failure.value ? null : <p class="quiet">{t('panel.loading')}</p>
  if (rows.length === 0) {
    const isAll = signals.filter.value === 'all'
    return (
      <div class="nothing">
        <h2>{t(isAll ? 'signals.empty' : 'signals.emptyFilter')}</h2>
        {isAll && <p>{t('signals.emptyHelp')}</p>}
      </div>
    )
  }
  return (
    <>
      <ul class="signals">
        {rows.map(signal => (
          <SignalRow key={signal.id} signal={signal} />
        ))}
      </ul>
      {signals.hasMore() && (
        <Button look="quiet" held={signals.loading.value} onPress={() => void signals.more()}>
          {t('signals.more')}
        </Button>
      )}
    </>
  )
}

import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { Icon } from '../parts/icon.tsx'
import { AccuracySection } from './accuracy-section.tsx'
import { ClockProof } from './clock-proof.tsx'
import { DeadlineList } from './deadline-list.tsx'
import { Figures } from './figures.tsx'
import { SourceList } from './source-list.tsx'
import { useStores } from './stores.ts'

/** What breaks next, what can be believed, and which source is behind. */
export function Today() {
  const { today, alerts } = useStores()
  const { t } = useLanguage()
  const failure = today.failure.value
  const loading = today.loading.value
  const load = () => {
    void today.load()
    void alerts.choose('mine')
  }
  const known = today.validations.value !== null || today.sources.value !== null
  return (
    <main class="page" aria-busy={loading}>
      <header class="page-head">
        <h1>{t('dashboard.today')}</h1>
        <Button look="quiet" held={loading} onPress={load}>
          <Icon name="refresh" />
          {t('dashboard.refresh')}
        </Button>
      </header>
      {failure && <FailureNote failure={failure} trying={loading} retry={load} />}
      {known ? <Known /> : !failure && <Skeleton />}
    </main>
  )
}

function Known() {
  return (
    <>
      <Figures />
      <div class="columns">
        <AccuracySection />
        <div class="column">
          <DeadlineList />
          <SourceList />
          <ClockProof />
        </div>
      </div>
    </>
  )
}

/** The first time only. */
function Skeleton() {
  const { t } = useLanguage()
  return (
    <div class="bones" role="status" aria-label={t('panel.loading')}>
      <span class="bone" />
      <span class="bone bone-tall" />
    </div>
  )
}

import { BACKTEST_KINDS } from '../../../shared/backtest.ts'
import { EDITED_KINDS } from '../../state/policy-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { Icon } from '../parts/icon.tsx'
import { BacktestSection } from './backtest-section.tsx'
import { ConflictsSection } from './conflicts-section.tsx'
import { PolicySave } from './policy-save.tsx'
import { PolicyText } from './policy-text.tsx'
import { PolicyVersions } from './policy-versions.tsx'
import { RoutingRules } from './routing-rules.tsx'
import { RoutingTeams } from './routing-teams.tsx'
import { RoutingTests } from './routing-tests.tsx'
import { SlaRules } from './sla-rules.tsx'
import { useStores } from './stores.ts'

/** The rules of routing and clocks: to read, to change with a reason, and to try on what came. */
export function Policies() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const { kind, failure, loading, document } = policies
  const load = () => void policies.load()
  return (
    <main class="page" aria-busy={loading.value}>
      <header class="page-head">
        <h1>{t('policies.title')}</h1>
        <Button look="quiet" held={loading.value} onPress={load}>
          <Icon name="refresh" />
          {t('dashboard.refresh')}
        </Button>
      </header>
      <Kinds />
      {failure.value && <FailureNote failure={failure.value} trying={loading.value} retry={load} />}
      {!document.value && !failure.value && <p class="quiet">{t('panel.loading')}</p>}
      {document.value && (
        <>
          <section class="sheet" aria-labelledby="policy-head">
            <h2 id="policy-head">{t(`policies.${kind}`)}</h2>
            <p class="quiet">{t(`policies.${kind}.lead`)}</p>
            <PolicyVersions />
            {kind === 'routing' && <RoutingRules />}
            {kind === 'routing' && <RoutingTeams />}
            {kind === 'routing' && <RoutingTests />}
            {kind === 'sla' && <SlaRules />}
            <PolicyText />
          </section>
          <PolicySave />
          {BACKTEST_KINDS.some(known => known === kind) && <BacktestSection />}
          {kind !== 'calendars' && !failure.value && <ConflictsSection kind={kind} />}
        </>
      )}
    </main>
  )
}

function Kinds() {
  const { policies } = useStores()
  const { t } = useLanguage()
  return (
    <nav class="kinds" aria-label={t('policies.kinds')}>
      <ul>
        {EDITED_KINDS.map(kind => (
          <li key={kind}>
            <a
              href={kind === 'routing' ? '?page=policies' : `?page=policies&kind=${kind}`}
              aria-current={kind === policies.kind ? 'page' : undefined}
            >
              {t(`policies.${kind}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

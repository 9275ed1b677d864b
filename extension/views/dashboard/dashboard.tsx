import { useLanguage } from '../language.ts'
import { Connection } from '../parts/connection.tsx'
import { useStores } from './stores.ts'
import { Today } from './today.tsx'

/** Only pages that exist stand in the rail. */
export function Dashboard() {
  return (
    <div class="dashboard">
      <Rail />
      <Today />
    </div>
  )
}

function Rail() {
  const { alerts } = useStores()
  const { t } = useLanguage()
  return (
    <header class="rail">
      <strong class="brand">Meshline</strong>
      <nav aria-label={t('dashboard.pages')}>
        <ul>
          <li>
            <a href="dashboard.html" aria-current="page">
              {t('dashboard.today')}
            </a>
          </li>
          <li>
            <a href="options.html">{t('dashboard.connections')}</a>
          </li>
        </ul>
      </nav>
      <Connection live={alerts.live.value} failure={alerts.failure.value} />
    </header>
  )
}

import { render } from 'preact'
import { createAlertStore } from '../../state/alert-store.ts'
import { createDraftStore } from '../../state/draft-store.ts'
import { createNow } from '../../state/now.ts'
import { createTodayStore } from '../../state/today-store.ts'
import { connectWorker } from '../../state/worker.ts'
import { Dashboard } from '../../views/dashboard/dashboard.tsx'
import { StoresProvider } from '../../views/dashboard/stores.ts'
import { LanguageProvider, languageOf } from '../../views/language.ts'

const root = document.getElementById('dashboard')
if (root) {
  const worker = connectWorker()
  const today = createTodayStore(worker)
  const alerts = createAlertStore(worker)
  const stores = { today, alerts, drafts: createDraftStore(worker), now: createNow() }
  const language = languageOf(navigator.language)
  document.documentElement.lang = language.locale
  document.title = language.t('dashboard.title')
  worker.listen(news => {
    today.hear(news)
    alerts.hear(news)
  })
  void today.load()
  void alerts.choose('mine')
  render(
    <LanguageProvider value={language}>
      <StoresProvider value={stores}>
        <Dashboard />
      </StoresProvider>
    </LanguageProvider>,
    root,
  )
}

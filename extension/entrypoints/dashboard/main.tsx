import { render } from 'preact'
import { createAlertStore } from '../../state/alert-store.ts'
import { createDraftStore } from '../../state/draft-store.ts'
import { createNow } from '../../state/now.ts'
import { createSignalStore, filterIn } from '../../state/signal-store.ts'
import { createTodayStore } from '../../state/today-store.ts'
import { connectWorker } from '../../state/worker.ts'
import { Dashboard, pageIn } from '../../views/dashboard/dashboard.tsx'
import { StoresProvider } from '../../views/dashboard/stores.ts'
import { LanguageProvider, languageOf } from '../../views/language.ts'

const root = document.getElementById('dashboard')
if (root) {
  const worker = connectWorker()
  const page = pageIn(location.search)
  const today = createTodayStore(worker)
  const signals = createSignalStore(worker, filterIn(location.search))
  const alerts = createAlertStore(worker)
  const stores = { today, signals, alerts, drafts: createDraftStore(worker), now: createNow() }
  const shown = page === 'signals' ? signals : today
  const language = languageOf(navigator.language)
  document.documentElement.lang = language.locale
  document.title = language.t('dashboard.title')
  worker.listen(news => {
    shown.hear(news)
    alerts.hear(news)
  })
  void shown.load()
  void alerts.choose('mine')
  render(
    <LanguageProvider value={language}>
      <StoresProvider value={stores}>
        <Dashboard page={page} />
      </StoresProvider>
    </LanguageProvider>,
    root,
  )
}

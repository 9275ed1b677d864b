import { render } from 'preact'
import { createDashboardStores } from '../../state/dashboard-stores.ts'
import { connectWorker } from '../../state/worker.ts'
import { Dashboard, pageIn, viewOf } from '../../views/dashboard/dashboard.tsx'
import { StoresProvider } from '../../views/dashboard/stores.ts'
import { LanguageProvider, languageOf } from '../../views/language.ts'

const root = document.getElementById('dashboard')
if (root) {
  const worker = connectWorker()
  const page = pageIn(location.search)
  const stores = createDashboardStores(worker, location.search)
  const { alerts, backtests } = stores
  const shown = stores[page]
  const language = languageOf(navigator.language)
  document.documentElement.lang = language.locale
  document.title = language.t('dashboard.title')
  worker.listen(news => {
    shown.hear(news)
    alerts.hear(news)
  })
  void shown.load()
  if (page === 'policies') backtests.resume()
  void alerts.choose('mine')
  const Shown = await viewOf(page)
  render(
    <LanguageProvider value={language}>
      <StoresProvider value={stores}>
        <Dashboard page={page} Shown={Shown} />
      </StoresProvider>
    </LanguageProvider>,
    root,
  )
}

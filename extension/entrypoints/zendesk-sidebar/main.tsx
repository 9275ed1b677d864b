import { render } from 'preact'
import { findHostTab } from '../../state/host-tab.ts'
import { rememberedLayout } from '../../state/remembered-layout.ts'
import { createSidebarStores } from '../../state/sidebar-stores.ts'
import { connectWorker } from '../../state/worker.ts'
import { LanguageProvider, languageOf } from '../../views/language.ts'
import { Sidebar } from '../../views/sidebar/sidebar.tsx'
import { StoresProvider } from '../../views/sidebar/stores.ts'

const [host, firstLayout] = await Promise.all([findHostTab(), rememberedLayout()])
const root = document.getElementById('sidebar')
if (host && root) {
  const worker = connectWorker()
  const stores = createSidebarStores(worker, host, firstLayout)
  const language = languageOf(navigator.language)
  document.documentElement.lang = language.locale

  worker.listen(stores.panel.hear)
  for (const turn of ['online', 'offline']) addEventListener(turn, () => void stores.panel.refresh())
  await host.follow(stores.panel.show)
  render(
    <LanguageProvider value={language}>
      <StoresProvider value={stores}>
        <Sidebar />
      </StoresProvider>
    </LanguageProvider>,
    root,
  )
}

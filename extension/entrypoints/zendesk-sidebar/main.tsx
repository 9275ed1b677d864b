import { computed } from '@preact/signals'
import { render } from 'preact'
import { createDecisionStore } from '../../state/decision-store.ts'
import { findHostTab } from '../../state/host-tab.ts'
import { createLayoutStore } from '../../state/layout-store.ts'
import { createNow } from '../../state/now.ts'
import { createPanelStore } from '../../state/panel-store.ts'
import { rememberedLayout } from '../../state/remembered-layout.ts'
import { connectWorker } from '../../state/worker.ts'
import { LanguageProvider, languageOf } from '../../views/language.ts'
import { Sidebar } from '../../views/sidebar/sidebar.tsx'
import { StoresProvider } from '../../views/sidebar/stores.ts'

const [host, firstLayout] = await Promise.all([findHostTab(), rememberedLayout()])
const root = document.getElementById('sidebar')
if (host && root) {
  const worker = connectWorker()
  const panel = createPanelStore(worker)
  const decisions = createDecisionStore({ worker, host, panel })
  const layout = createLayoutStore(host, firstLayout)
  const ours = createNow()
  const now = computed(() => ours.value + panel.clockOffset.value)
  const language = languageOf(navigator.language)
  document.documentElement.lang = language.locale

  worker.listen(panel.hear)
  for (const turn of ['online', 'offline']) addEventListener(turn, () => void panel.refresh())
  await host.follow(panel.show)
  render(
    <LanguageProvider value={language}>
      <StoresProvider value={{ panel, decisions, layout, now }}>
        <Sidebar />
      </StoresProvider>
    </LanguageProvider>,
    root,
  )
}

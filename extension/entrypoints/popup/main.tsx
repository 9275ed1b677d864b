import { computed } from '@preact/signals'
import { render } from 'preact'
import { createAlertActs } from '../../state/alert-acts.ts'
import { createAlertStore } from '../../state/alert-store.ts'
import { createNoticeSettings } from '../../state/notice-settings.ts'
import { createNow } from '../../state/now.ts'
import { createPresenceStore } from '../../state/presence-store.ts'
import { connectWorker } from '../../state/worker.ts'
import { LanguageProvider, languageOf } from '../../views/language.ts'
import { Popup } from '../../views/popup/popup.tsx'

const root = document.getElementById('popup')
if (root) {
  const worker = connectWorker()
  const alerts = createAlertStore(worker)
  const ours = createNow()
  const language = languageOf(navigator.language)
  document.documentElement.lang = language.locale
  const mine = createPresenceStore(worker)
  worker.listen(news => {
    alerts.hear(news)
    mine.hear(news)
  })
  void alerts.choose('mine')
  void mine.load()
  render(
    <LanguageProvider value={language}>
      <Popup
        alerts={alerts}
        acts={createAlertActs(worker, alerts)}
        notices={createNoticeSettings(worker, alerts)}
        mine={mine}
        now={computed(() => ours.value + alerts.clockOffset.value)}
      />
    </LanguageProvider>,
    root,
  )
}

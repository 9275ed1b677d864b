import { render } from 'preact'
import { createLeaveStore } from '../../state/leave-store.ts'
import { createSessionStore } from '../../state/session-store.ts'
import { connectWorker } from '../../state/worker.ts'
import { LanguageProvider, languageOf } from '../../views/language.ts'
import { Options } from '../../views/options/options.tsx'

const root = document.getElementById('options')
if (root) {
  const worker = connectWorker()
  const session = createSessionStore(worker)
  const language = languageOf(navigator.language)
  document.documentElement.lang = language.locale
  document.title = language.t('options.title')
  const leave = createLeaveStore(worker)
  worker.listen(news => {
    session.hear(news)
    leave.hear(news)
  })
  void session.load()
  void leave.load()
  render(
    <LanguageProvider value={language}>
      <Options session={session} leave={leave} />
    </LanguageProvider>,
    root,
  )
}

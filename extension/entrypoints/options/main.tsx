import { render } from 'preact'
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
  worker.listen(session.hear)
  void session.load()
  render(
    <LanguageProvider value={language}>
      <Options session={session} />
    </LanguageProvider>,
    root,
  )
}

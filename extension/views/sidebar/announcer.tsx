import { useLanguage } from '../language.ts'
import { useOutcomeWords } from './outcome-words.ts'
import { useStores } from './stores.ts'

/** Speaks on changes of state: a decision taken or refused, a connection lost or back. Never on the clock. */
export function Announcer() {
  const { panel, presses } = useStores()
  const { t } = useLanguage()
  const words = useOutcomeWords()
  const failure = panel.failure.value
  const said = presses.latest.value
  return (
    <p class="unseen" aria-live="polite" role="status">
      {failure && failure.kind !== 'refused' ? t(`failure.${failure.kind}`) : said ? words(said) : ''}
    </p>
  )
}

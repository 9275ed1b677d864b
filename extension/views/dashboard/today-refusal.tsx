import { refusalWords } from '../../failure.ts'
import type { TodayOutcome } from '../../state/today-store.ts'
import { useLanguage } from '../language.ts'
import { useStores } from './stores.ts'

/** Why the last press did not do what it was for, in the server's words where it has some. */
export function TodayRefusal({ act }: { act: Extract<TodayOutcome, { act: string }>['act'] }) {
  const { today } = useStores()
  const { t } = useLanguage()
  const outcome = today.outcome.value
  const failure = outcome.kind === 'failed' && outcome.act === act ? outcome.failure : null
  return (
    <p class="refusal" role="alert">
      {failure && (failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`))}
    </p>
  )
}

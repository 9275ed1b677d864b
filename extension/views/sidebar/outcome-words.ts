import { problemWord, refusalWords } from '../../failure.ts'
import type { Outcome } from '../../state/presses.ts'
import { useLanguage } from '../language.ts'
import { useStores } from './stores.ts'

/** What a press came to, in words; '' while there is nothing to say. */
export function useOutcomeWords(): (outcome: Outcome) => string {
  const { t, relative } = useLanguage()
  const { now } = useStores()
  return outcome => {
    if (outcome.kind === 'wrong-record') return t('outcome.wrong-record')
    if (outcome.kind === 'done') return t(`outcome.done.${outcome.act}`)
    if (outcome.kind !== 'failed') return ''
    const { failure } = outcome
    if (failure.kind !== 'refused') return t(`outcome.${failure.kind}`)
    const { problem } = failure
    const first = problemWord(problem) === 'already-decided' ? problem.decidedBy : undefined
    if (!first) return refusalWords(problem)
    return t(`outcome.already-decided.${first.decision}`, {
      name: first.name,
      age: relative(first.at, now.peek()),
    })
  }
}

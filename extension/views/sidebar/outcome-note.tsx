import { useOutcomeWords } from './outcome-words.ts'
import { useStores } from './stores.ts'

/** What the last press on one subject came to, where that is not to be seen elsewhere. */
export function OutcomeNote({ subject }: { subject: string }) {
  const { presses } = useStores()
  const outcome = presses.outcome(subject).value
  const words = useOutcomeWords()(outcome)
  return words && outcome.kind !== 'done' ? <p class="refusal">{words}</p> : null
}

import type { RunEffect } from '../../../shared/preview.ts'
import { useLanguage } from '../language.ts'
import { useOutcomeWords } from './outcome-words.ts'
import { useStores } from './stores.ts'
import { TakeBack } from './take-back.tsx'

/** The way back where there is one, else why there is none. */
export function UndoControl({ effect }: { effect: RunEffect }) {
  const { decisions, presses } = useStores()
  const { t, pick } = useLanguage()
  const outcome = useOutcomeWords()(presses.outcome(effect.id).value)
  if (effect.undo.kind === 'not-offered') {
    const settled = effect.state === 'done' || effect.state === 'undone'
    return settled ? <p class="no-undo">{pick(effect.undo.why)}</p> : null
  }
  return (
    <>
      <TakeBack
        subject={effect.id}
        act="undo"
        look="plain"
        words={{
          open: pick(effect.undo.label),
          why: t('undo.why'),
          confirm: t('undo.confirm'),
          busy: t('undo.busy'),
        }}
        onConfirm={() => void decisions.undo(effect)}
      />
      {outcome && <p class="refusal">{outcome}</p>}
    </>
  )
}

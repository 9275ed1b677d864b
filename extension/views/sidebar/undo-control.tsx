import { useEffect, useRef, useState } from 'preact/hooks'
import { isCompleteReason } from '../../../shared/change-reason.ts'
import type { RunEffect } from '../../../shared/preview.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { useOutcomeWords } from './outcome-words.ts'
import { ReasonFields } from './reason-fields.tsx'
import { useStores } from './stores.ts'

/** The way back where there is one, else why there is none. */
export function UndoControl({ effect }: { effect: RunEffect }) {
  const { decisions } = useStores()
  const { pick } = useLanguage()
  const [asking, ask] = useState(false)
  const outcome = useOutcomeWords()(decisions.outcome(effect.id).value)
  if (effect.undo.kind === 'not-offered') {
    const settled = effect.state === 'done' || effect.state === 'undone'
    return settled ? <p class="no-undo">{pick(effect.undo.why)}</p> : null
  }
  return (
    <>
      {asking ? (
        <UndoForm effect={effect} close={() => ask(false)} />
      ) : (
        <Button onPress={() => ask(true)}>
          <Icon name="undo" />
          {pick(effect.undo.label)}
        </Button>
      )}
      {outcome && <p class="refusal">{outcome}</p>}
    </>
  )
}

function UndoForm({ effect, close }: { effect: RunEffect; close: () => void }) {
  const { decisions } = useStores()
  const { t } = useLanguage()
  const form = useRef<HTMLFieldSetElement>(null)
  useEffect(() => form.current?.querySelector('select')?.focus(), [])
  const draft = decisions.draft(effect.id)
  const busy = decisions.outcome(effect.id).value.kind === 'busy'
  const { code, text } = draft.value
  const missing = isCompleteReason('undo', { code, text })
    ? null
    : code === 'other'
      ? 'no-words'
      : 'no-reason'
  const hint = `undo-hint-${effect.id}`
  const press = () => {
    if (!missing) void decisions.undo(effect)
    else form.current?.querySelector<HTMLElement>(missing === 'no-words' ? 'textarea' : 'select')?.focus()
  }
  return (
    <fieldset class="undo-form" ref={form}>
      <legend>{t('undo.why')}</legend>
      <ReasonFields subject={effect.id} draft={draft} acts={['undo']} />
      <div class="buttons">
        <Button look="primary" held={busy} waiting={missing !== null} describedBy={hint} onPress={press}>
          {t(busy ? 'undo.busy' : 'undo.confirm')}
        </Button>
        <Button onPress={close}>{t('undo.cancel')}</Button>
      </div>
      <p id={hint} class="held">
        {missing && t(`blocker.${missing}`)}
      </p>
    </fieldset>
  )
}

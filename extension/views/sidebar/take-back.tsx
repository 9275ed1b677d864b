import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { REASON_CODES } from '../../../shared/change-reason.ts'
import { missingReason } from '../../state/blockers.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { ReasonFields } from './reason-fields.tsx'
import { useStores } from './stores.ts'

interface Props {
  subject: string
  act: Extract<keyof typeof REASON_CODES, 'undo' | 'split'>
  look: 'plain' | 'quiet'
  words: { open: string; why: string; confirm: string; busy: string }
  onConfirm: () => void
}

/** The way back: a button that asks why, and takes the focus again when nothing comes of it. */
export function TakeBack(props: Props) {
  const [asking, ask] = useState<'not-yet' | 'asking' | 'no-more'>('not-yet')
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (asking === 'no-more') place.current?.querySelector('button')?.focus()
  }, [asking])
  return (
    <div class="take-back" ref={place}>
      {asking === 'asking' ? (
        <Form {...props} close={() => ask('no-more')} />
      ) : (
        <Button look={props.look} onPress={() => ask('asking')}>
          <Icon name="undo" />
          {props.words.open}
        </Button>
      )}
    </div>
  )
}

function Form({ subject, act, words, onConfirm, close }: Props & { close: () => void }) {
  const { drafts, presses } = useStores()
  const { t } = useLanguage()
  const form = useRef<HTMLFieldSetElement>(null)
  useLayoutEffect(() => form.current?.querySelector('select')?.focus(), [])
  const draft = drafts.draft(subject)
  const busy = presses.outcome(subject).value.kind === 'busy'
  const { code, text } = draft.value
  const missing = missingReason(act, { code, text })
  const hint = `take-back-hint-${subject}`
  const press = () => {
    if (!missing) onConfirm()
    else form.current?.querySelector<HTMLElement>(missing === 'no-words' ? 'textarea' : 'select')?.focus()
  }
  return (
    <fieldset class="undo-form" ref={form}>
      <legend>{words.why}</legend>
      <ReasonFields subject={subject} draft={draft} acts={[act]} />
      <div class="buttons">
        <Button look="primary" held={busy} waiting={missing !== null} describedBy={hint} onPress={press}>
          {busy ? words.busy : words.confirm}
        </Button>
        <Button onPress={close}>{t('undo.cancel')}</Button>
      </div>
      <p id={hint} class="held">
        {missing && t(`blocker.${missing}`)}
      </p>
    </fieldset>
  )
}

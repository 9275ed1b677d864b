import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Validation } from '../../../shared/validation.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { useStores } from './stores.ts'
import { TodayRefusal } from './today-refusal.tsx'

/** Who stands for this check, or the way to do so. Whether somebody may is the server's to say. */
export function Signature({ validation }: { validation: Validation }) {
  const { t, dateTime } = useLanguage()
  const [state, go] = useState<'closed' | 'open' | 'left' | 'sent'>('closed')
  const place = useRef<HTMLDivElement>(null)
  const { signed } = validation
  useLayoutEffect(() => {
    if (signed && state === 'open') go('sent')
  }, [signed, state])
  useLayoutEffect(() => {
    if (state === 'left') place.current?.querySelector('button')?.focus()
    if (state === 'sent') place.current?.focus()
  }, [state])
  return (
    <div class="signature" ref={place} tabIndex={-1}>
      {signed && (
        <p class="signed">
          <Icon name="check" />
          <span>
            {t('sign.signed', { name: signed.person.name, when: dateTime(signed.at) })}
            {signed.note && <q>{signed.note}</q>}
          </span>
        </p>
      )}
      {!signed && state !== 'open' && (
        <>
          <Button onPress={() => go('open')}>{t('sign.open')}</Button>
          <span class="quiet">{t('sign.who')}</span>
        </>
      )}
      {!signed && state === 'open' && <Form validation={validation} close={() => go('left')} />}
      <TodayRefusal act="sign" />
    </div>
  )
}

function Form({ validation, close }: { validation: Validation; close: () => void }) {
  const { today, drafts } = useStores()
  const { t } = useLanguage()
  const note = useRef<HTMLTextAreaElement>(null)
  // Before anything can be typed, so that no first letter is lost.
  useLayoutEffect(() => note.current?.focus(), [])
  const draft = drafts.draft(validation.id)
  const outcome = today.outcome.value
  const busy = outcome.kind === 'busy' && outcome.act === 'sign'
  const send = async () => {
    if (await today.sign(validation, draft.value.text.trim())) drafts.drop(validation.id)
  }
  return (
    <div class="sign-form">
      <label class="labelled">
        {t('sign.note')}
        <textarea
          ref={note}
          rows={2}
          maxLength={2000}
          value={draft.value.text}
          onInput={event => {
            draft.value = { ...draft.value, text: event.currentTarget.value }
          }}
        />
      </label>
      <div class="acts">
        <Button look="primary" held={busy} onPress={() => void send()}>
          {t(busy ? 'sign.signing' : 'sign.sign')}
        </Button>
        <Button onPress={close}>{t('sign.cancel')}</Button>
        <span class="quiet">{t('sign.who')}</span>
      </div>
    </div>
  )
}

import type { ReadonlySignal } from '@preact/signals'
import type { TargetedKeyboardEvent } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Alert } from '../../../shared/panel.ts'
import { type AlertActs, snoozeSubject } from '../../state/alert-acts.ts'
import { presetEnd } from '../../state/time-preset.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'

interface Props {
  alert: Alert
  acts: AlertActs
  now: ReadonlySignal<number>
}

/** For how long, and why; what is typed outlives the popup. */
export function SnoozeForm({ alert, acts, now }: Props) {
  const { t } = useLanguage()
  const draft = acts.drafts.draft(snoozeSubject(alert))
  const reason = useRef<HTMLInputElement>(null)
  // Before it is seen: a key pressed at once must not reach the row's link, which closes the popup.
  useLayoutEffect(() => reason.current?.focus(), [])
  const preset = presetIn(draft.value.code)
  const text = draft.value.text.trim()
  const send = () => {
    if (text === '') reason.current?.focus()
    else void acts.snooze(alert, { until: presetEnd(preset, now.peek()), reason: text }).then(focusNext)
  }
  const close = () => {
    acts.snoozing.value = null
    focusRow(alert)
  }
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return
    if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') close()
    else if (event.isTrusted) send()
  }
  return (
    <fieldset class="snooze" onKeyDown={onKeyDown}>
      <legend class="unseen">{t('alerts.snooze')}</legend>
      <label>
        {t('alerts.snoozeFor')}
        <select
          value={preset}
          onChange={event => {
            draft.value = { ...draft.value, code: event.currentTarget.value }
          }}
        >
          {SNOOZE_PRESETS.map(each => (
            <option key={each} value={each}>
              {t(`time.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('alerts.snoozeReason')}
        <input
          ref={reason}
          type="text"
          maxLength={500}
          required
          value={draft.value.text}
          onInput={event => {
            draft.value = { ...draft.value, text: event.currentTarget.value }
          }}
        />
      </label>
      <p class="quiet">{t('alerts.snoozeHelp')}</p>
      <span class="alert-acts">
        <Button look="primary" held={acts.outcome.value.kind === 'busy'} waiting={text === ''} onPress={send}>
          {t('alerts.snoozeSend')}
        </Button>
        <Button look="quiet" onPress={close}>
          {t('alerts.cancel')}
        </Button>
      </span>
    </fieldset>
  )
}

const SNOOZE_PRESETS = ['quarter', 'hour', 'tomorrow'] as const
type SnoozePreset = (typeof SNOOZE_PRESETS)[number]

function presetIn(code: string): SnoozePreset {
  return SNOOZE_PRESETS.find(preset => preset === code) ?? 'quarter'
}

function focusRow({ clock }: Alert): void {
  const row = document.querySelector(`[data-clock="${CSS.escape(clock.id)}"]`)
  row?.querySelector<HTMLElement>('a, button')?.focus()
}

/** The row has gone to the snoozed ones: to the first that is left. */
function focusNext(done: boolean): void {
  if (done) document.querySelector<HTMLElement>('.alert a, .alert button, .alerts')?.focus()
}

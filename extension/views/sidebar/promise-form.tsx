import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { KnownPanel } from '../../../shared/panel.ts'
import { promiseSubject } from '../../state/promise-store.ts'
import { presetEnd } from '../../state/time-preset.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { OutcomeNote } from './outcome-note.tsx'
import { useStores } from './stores.ts'

const PRESETS = ['hour', 'four-hours', 'tomorrow'] as const

/** What an agent has just promised the customer becomes a clock that stops with the next public reply. */
export function PromiseForm({ panel }: { panel: KnownPanel }) {
  const { t } = useLanguage()
  const [asking, ask] = useState(false)
  if (panel.item.status === 'done') return null
  const isOpen = panel.clocks.some(({ kind, stoppedAt }) => kind === 'promised-update' && stoppedAt === null)
  if (asking) return <Form panel={panel} close={() => ask(false)} />
  return (
    <Button look="quiet" onPress={() => ask(true)}>
      {t(isOpen ? 'promise.again' : 'promise.open')}
    </Button>
  )
}

function Form({ panel, close }: { panel: KnownPanel; close: () => void }) {
  const { promise, drafts, presses, now } = useStores()
  const { t } = useLanguage()
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => input.current?.focus(), [])
  const subject = promiseSubject(panel)
  const draft = drafts.draft(subject)
  const { chosen } = draft.value
  const until = new Date(chosen).getTime()
  const busy = presses.outcome(subject).value.kind === 'busy'
  const missing = Number.isNaN(until) || until <= now.value
  const press = async () => {
    if (missing) return input.current?.focus()
    if (await promise.make(panel, until)) close()
  }
  const choose = (time: string) => {
    draft.value = { ...draft.value, chosen: time }
  }
  return (
    <fieldset class="undo-form">
      <legend>{t('promise.until')}</legend>
      <div class="buttons">
        {PRESETS.map(preset => (
          <Button key={preset} look="quiet" onPress={() => choose(asTyped(presetEnd(preset, now.peek())))}>
            {t(`time.${preset}`)}
          </Button>
        ))}
      </div>
      <input
        ref={input}
        type="datetime-local"
        aria-label={t('promise.until')}
        required
        min={asTyped(now.peek())}
        value={chosen}
        onInput={event => choose(event.currentTarget.value)}
      />
      <p class="quiet">{t(chosen !== '' && missing ? 'promise.past' : 'promise.help')}</p>
      <div class="buttons">
        <Button look="primary" held={busy} waiting={missing} onPress={() => void press()}>
          {t('promise.make')}
        </Button>
        <Button onPress={close}>{t('owner.cancel')}</Button>
      </div>
      <OutcomeNote subject={subject} />
    </fieldset>
  )
}

/** As a field for date and time has it, to the minute, in the zone of this device. */
function asTyped(at: number): string {
  const date = new Date(at)
  const local = new Date(at - date.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

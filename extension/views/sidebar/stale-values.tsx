import type { Signal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { fieldWords, type UsedField } from '../../../shared/freshness.ts'
import type { PanelPreview } from '../../../shared/panel.ts'
import type { Draft } from '../../messages.ts'
import { fieldsTooOld, fieldsToTick } from '../../state/blockers.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

interface Props {
  shown: PanelPreview
  /** Where ticks go; null while nothing can be decided, so that there is nothing to tick. */
  draft: Signal<Draft> | null
}

/** Values past an age limit: accepted one by one where that is enough, else read again. */
export function StaleValues({ shown, draft }: Props) {
  const { now } = useStores()
  const { t } = useLanguage()
  const box = useRef<HTMLFieldSetElement>(null)
  const tooOld = fieldsTooOld(shown, now.value)
  const toTick = draft ? fieldsToTick(shown, now.value) : []
  const unknown = shown.preview.state === 'pending' && tooOld.length === 0
  if (tooOld.length + toTick.length === 0 && !unknown) return null
  const title = tooOld.length > 0 ? 'stale.tooOld' : unknown ? 'stale.pending' : 'stale.title'
  return (
    <fieldset class={tooOld.length > 0 ? 'stale stale-over' : 'stale'} ref={box}>
      <legend>{t(title)}</legend>
      {unknown && <p>{t('stale.pendingHelp')}</p>}
      {tooOld.map(used => (
        <TooOld key={used.field} used={used} />
      ))}
      {draft && toTick.map(used => <Tick key={used.field} used={used} draft={draft} />)}
      <SyncNow cardOf={() => box.current?.closest<HTMLElement>('.card') ?? null} />
    </fieldset>
  )
}

function TooOld({ used: { field, source, readAt, errorAfterMs } }: { used: UsedField }) {
  const { now } = useStores()
  const { t, pick, duration } = useLanguage()
  return (
    <p class="too-old">
      <Icon name="clock" />
      <span>
        {t('stale.limit', {
          field: pick(fieldWords(field)),
          source: sourceName(source),
          age: duration(now.value - readAt),
          limit: duration(errorAfterMs),
        })}
      </span>
    </p>
  )
}

function Tick({ used: { field, source, readAt }, draft }: { used: UsedField; draft: Signal<Draft> }) {
  const { now } = useStores()
  const { t, pick, relative } = useLanguage()
  const accepted = draft.value.acceptedStale
  const tick = (on: boolean) => {
    const others = accepted.filter(name => name !== field)
    draft.value = { ...draft.value, acceptedStale: on ? [...others, field] : others }
  }
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={accepted.includes(field)}
        onChange={event => tick(event.currentTarget.checked)}
      />
      <span>
        {t('stale.accept', {
          field: pick(fieldWords(field)),
          source: sourceName(source),
          age: relative(readAt, now.value),
        })}
      </span>
    </label>
  )
}

/** Has the server read the values again. The button may be gone afterwards; the focus then goes to its card. */
function SyncNow({ cardOf }: { cardOf: () => HTMLElement | null }) {
  const { panel } = useStores()
  const { t } = useLanguage()
  const syncing = panel.busy.value === 'syncing'
  const sync = async () => {
    const card = cardOf()
    await panel.sync()
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return
      const shown = card?.isConnected ? card : document.querySelector<HTMLElement>('.card')
      shown?.focus()
    })
  }
  return (
    <Button held={syncing} onPress={() => void sync()}>
      <Icon name="refresh" />
      {t(syncing ? 'stale.syncing' : 'stale.sync')}
    </Button>
  )
}

import type { Signal } from '@preact/signals'
import type { PanelPreview } from '../../../shared/panel.ts'
import type { Draft } from '../../messages.ts'
import { fieldsToTick } from '../../state/blockers.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { useStores } from './stores.ts'

/** Values past their warning age: accepted one by one, or read again. */
export function StaleTicks({ shown, draft }: { shown: PanelPreview; draft: Signal<Draft> }) {
  const { panel, now } = useStores()
  const { t, code, relative } = useLanguage()
  const fields = fieldsToTick(shown, now.value)
  if (fields.length === 0) return null
  const syncing = panel.busy.value === 'syncing'
  const accepted = draft.value.acceptedStale
  const tick = (field: string, on: boolean) => {
    const others = accepted.filter(name => name !== field)
    draft.value = { ...draft.value, acceptedStale: on ? [...others, field] : others }
  }
  return (
    <fieldset class="stale">
      <legend>{t('stale.title')}</legend>
      {fields.map(({ field, source, readAt }) => (
        <label key={field} class="tick">
          <input
            type="checkbox"
            checked={accepted.includes(field)}
            onChange={event => tick(field, event.currentTarget.checked)}
          />
          <span>
            {t('stale.accept', {
              field: code('used', field),
              source: sourceName(source),
              age: relative(readAt, now.value),
            })}
          </span>
        </label>
      ))}
      <Button held={syncing} onPress={() => void panel.sync()}>
        {t(syncing ? 'stale.syncing' : 'stale.sync')}
      </Button>
    </fieldset>
  )
}

import { useSignal } from '@preact/signals'
import type { QuietHours } from '../../../shared/quiet-hours.ts'
import type { NoticeSettings } from '../../state/notice-settings.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'

interface Props {
  hours: QuietHours | null
  notices: NoticeSettings
}

/** From when until when nobody is to be disturbed, in the zone of this device. */
export function QuietHoursForm({ hours, notices }: Props) {
  const { t } = useLanguage()
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const typed = useSignal<QuietHours>({
    ...(hours ?? { from: '19:00', until: '08:00', weekends: true }),
    timeZone,
  })
  const { from, until } = typed.value
  const isWrong = from === '' || until === '' || from === until
  const busy = notices.outcome.value.kind === 'busy'
  return (
    <fieldset class="quiet-hours">
      <legend class="unseen">{t('quiet.title')}</legend>
      {(['from', 'until'] as const).map(end => (
        <label key={end}>
          {t(`quiet.${end}`)}
          <input
            type="time"
            required
            value={typed.value[end]}
            onInput={event => {
              typed.value = { ...typed.value, [end]: event.currentTarget.value }
            }}
          />
        </label>
      ))}
      <label class="quiet-weekends">
        <input
          type="checkbox"
          checked={typed.value.weekends}
          onChange={event => {
            typed.value = { ...typed.value, weekends: event.currentTarget.checked }
          }}
        />
        {t('quiet.weekends')}
      </label>
      <p class="quiet">
        {from !== '' && from === until ? t('quiet.same') : t('quiet.help', { zone: timeZone })}
      </p>
      <span class="alert-acts">
        <Button
          look="primary"
          held={busy}
          waiting={isWrong}
          onPress={() => !isWrong && void notices.save(typed.value)}
        >
          {t('quiet.save')}
        </Button>
        {hours && (
          <Button look="quiet" held={busy} onPress={() => void notices.save(null)}>
            {t('quiet.end')}
          </Button>
        )}
      </span>
    </fieldset>
  )
}

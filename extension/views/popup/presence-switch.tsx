import { refusalWords } from '../../failure.ts'
import type { PresenceStore } from '../../state/presence-store.ts'
import { useLanguage } from '../language.ts'

/** Whether I take on new items: one press, without a command. Not there while nobody knows. */
export function PresenceSwitch({ mine }: { mine: PresenceStore }) {
  const { t } = useLanguage()
  const presence = mine.presence.value
  const failure = mine.failure.value
  if (presence === null) return null
  return (
    <div class="presence">
      <label>
        {t('presence.title')}
        <input
          type="checkbox"
          role="switch"
          checked={presence === 'available'}
          aria-checked={presence === 'available'}
          aria-disabled={mine.busy.value}
          aria-describedby={presence === 'away' ? 'presence-help' : undefined}
          onClick={event => {
            // What the server says is shown, not what was pressed.
            event.preventDefault()
            if (event.isTrusted) void mine.set(presence === 'available' ? 'away' : 'available')
          }}
        />
        <span class="presence-said" aria-hidden="true">
          {t(`presence.${presence}`)}
        </span>
      </label>
      {presence === 'away' && (
        <p id="presence-help" class="quiet">
          {t('presence.awayHelp')}
        </p>
      )}
      <p class="refusal" role="alert">
        {failure &&
          (failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`))}
      </p>
    </div>
  )
}

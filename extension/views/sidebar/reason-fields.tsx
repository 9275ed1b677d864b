import type { Signal } from '@preact/signals'
import { REASON_CODES } from '../../../shared/change-reason.ts'
import type { Draft } from '../../messages.ts'
import type { StringKey } from '../../strings/catalogue.ts'
import { useLanguage } from '../language.ts'

const OTHER = 'other'
const LONGEST = 2000

/** Which acts the reason may serve: the two of a card, or a single one. */
type ReasonsFor = readonly (keyof typeof REASON_CODES)[]

const GROUPS = {
  approve: 'decide.forApprove',
  'approve-internal': 'decide.forApprove',
  'correct-owner': 'decide.forOwner',
  decline: 'decide.forDecline',
  identify: 'decide.forIdentify',
  split: 'decide.forSplit',
  undo: 'decide.forUndo',
} as const satisfies Record<ReasonsFor[number], StringKey>

interface Props {
  subject: string
  draft: Signal<Draft>
  acts: ReasonsFor
}

/** The picklist word and the person's own. */
export function ReasonFields({ subject, draft, acts }: Props) {
  const { t, code } = useLanguage()
  const change = (next: Partial<Draft>) => {
    draft.value = { ...draft.value, ...next }
  }
  return (
    <div class="reason-fields">
      <label for={`code-${subject}`}>{t('decide.reason')}</label>
      <select
        id={`code-${subject}`}
        value={draft.value.code}
        onChange={event => change({ code: event.currentTarget.value })}
      >
        <option value="">{t('decide.choose')}</option>
        {acts.map(act => (
          <optgroup key={act} label={t(GROUPS[act])}>
            {REASON_CODES[act]
              .filter(word => word !== OTHER)
              .map(word => (
                <option key={word} value={word}>
                  {code('reason', word)}
                </option>
              ))}
          </optgroup>
        ))}
        <optgroup label={t('decide.forAny')}>
          <option value={OTHER}>{t('reason.other')}</option>
        </optgroup>
      </select>
      <label class="unseen" for={`words-${subject}`}>
        {t('decide.words')}
      </label>
      <textarea
        id={`words-${subject}`}
        rows={2}
        maxLength={LONGEST}
        value={draft.value.text}
        placeholder={t(draft.value.code === OTHER ? 'decide.words' : 'decide.wordsOptional')}
        onInput={event => change({ text: event.currentTarget.value })}
      />
    </div>
  )
}

import type { Signal } from '@preact/signals'
import type { AccountChoice, IdentityQuestion } from '../../../shared/identity-question.ts'
import { nameKey } from '../../../shared/source-record.ts'
import type { Draft } from '../../messages.ts'
import { NONE_OF_THESE } from '../../state/account-choice.ts'
import { sourceName, useLanguage } from '../language.ts'
import { isWebAddress, OutsideLink } from '../parts/outside-link.tsx'

interface Props {
  question: IdentityQuestion
  draft: Signal<Draft>
}

export function IdentityChoices({ question, draft }: Props) {
  const { t } = useLanguage()
  const idOf = (value: string) => `choice-${question.id}-${value}`
  const radio = (value: string) => (
    <input
      type="radio"
      id={idOf(value)}
      name={`choice-${question.id}`}
      value={value}
      checked={draft.value.chosen === value}
      onChange={() => {
        draft.value = { ...draft.value, chosen: value }
      }}
    />
  )
  return (
    <fieldset class="choices">
      <legend class="unseen">{t('identity.choices')}</legend>
      {question.choices.map(choice => (
        <div key={nameKey(choice.record)} class="choice">
          <label for={idOf(nameKey(choice.record))}>
            {radio(nameKey(choice.record))}
            <ChoiceWords choice={choice} />
          </label>
          <ChoiceLink choice={choice} />
        </div>
      ))}
      <div class="choice">
        <label for={idOf(NONE_OF_THESE)}>
          {radio(NONE_OF_THESE)}
          <span>{t('identity.none')}</span>
        </label>
      </div>
    </fieldset>
  )
}

function ChoiceWords({ choice: { label, hint, record } }: { choice: AccountChoice }) {
  return (
    <span>
      <strong>{label}</strong>{' '}
      <span class="choice-hint">{[sourceName(record.source), hint].filter(Boolean).join(' · ')}</span>
    </span>
  )
}

function ChoiceLink({ choice: { label, url, record } }: { choice: AccountChoice }) {
  const { t } = useLanguage()
  if (!url || !isWebAddress(url)) return null
  return (
    <OutsideLink url={url} label={t('identity.openNamed', { label, source: sourceName(record.source) })}>
      {t('identity.open')}
    </OutsideLink>
  )
}

import { documentIn } from '../../state/policy-store.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { useStores } from './stores.ts'

/** The whole document as JSON: the way to calendars, and to what the forms do not show. */
export function PolicyText() {
  const { policies } = useStores()
  const { t } = useLanguage()
  if (policies.kind === 'calendars') return <Text label={t('policies.text.calendars')} />
  return (
    <Disclosure label={t('policies.text')}>
      <Text label={t('policies.text')} />
    </Disclosure>
  )
}

function Text({ label }: { label: string }) {
  const { policies, drafts } = useStores()
  const { t } = useLanguage()
  const subject = `policy-text:${policies.kind}`
  // As it is typed: half of it is no JSON, and what is would be laid out anew under the typing hand.
  const typed = drafts.draft(subject)
  const text = typed.value.text
  const broken = text !== '' && !documentIn(text)
  return (
    <>
      <label class="labelled">
        {label}
        <textarea
          class="policy-text"
          rows={16}
          spellcheck={false}
          value={text || JSON.stringify(policies.document.value, null, 2)}
          aria-invalid={broken}
          onInput={event => {
            const next = event.currentTarget.value
            typed.value = { ...typed.value, text: next }
            const document = documentIn(next)
            if (document) policies.change(document)
          }}
          onBlur={() => {
            if (text !== '' && !broken) drafts.drop(subject)
          }}
        />
      </label>
      <p class={broken ? 'refusal' : 'quiet'} role="status">
        {t(broken ? 'policies.text.broken' : 'policies.text.help')}
      </p>
    </>
  )
}

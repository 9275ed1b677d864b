import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { KnownPanel } from '../../../shared/panel.ts'
import { missingReason } from '../../state/blockers.ts'
import { ownerSubject } from '../../state/owner-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { OutcomeNote } from './outcome-note.tsx'
import { ReasonFields } from './reason-fields.tsx'
import { useStores } from './stores.ts'

/** One press, the right person and a reason: what a rule got wrong is counted against it. */
export function WrongOwner({ panel }: { panel: KnownPanel }) {
  const { owner } = useStores()
  const { t } = useLanguage()
  const [asking, ask] = useState(false)
  if (!asking) {
    return (
      <Button
        look="quiet"
        onPress={() => {
          ask(true)
          void owner.loadPeople()
        }}
      >
        {t('owner.wrong')}
      </Button>
    )
  }
  return <Form panel={panel} close={() => ask(false)} />
}

function Form({ panel, close }: { panel: KnownPanel; close: () => void }) {
  const { owner, drafts, presses } = useStores()
  const { t } = useLanguage()
  const form = useRef<HTMLFieldSetElement>(null)
  useLayoutEffect(() => form.current?.querySelector('select')?.focus(), [])
  const subject = ownerSubject(panel)
  const draft = drafts.draft(subject)
  const { code, text, chosen } = draft.value
  const busy = presses.outcome(subject).value.kind === 'busy'
  const missing = chosen === '' || missingReason('correct-owner', { code, text }) !== null
  const press = async () => {
    if (missing)
      return form.current?.querySelector<HTMLElement>(chosen === '' ? 'select' : `#code-${subject}`)?.focus()
    if (await owner.correct(panel)) close()
  }
  const others = (owner.people.value ?? []).filter(({ id }) => id !== panel.ownership.person?.id)
  return (
    <fieldset class="undo-form" ref={form}>
      <legend>{t('owner.right')}</legend>
      <select
        aria-label={t('owner.right')}
        value={chosen}
        onChange={event => {
          draft.value = { ...draft.value, chosen: event.currentTarget.value }
        }}
      >
        <option value="">{t('owner.choose')}</option>
        {others.map(({ id, name, roles }) => (
          <option key={id} value={id}>
            {name}, {roles.map(role => t(`role.${role}`)).join(', ')}
          </option>
        ))}
      </select>
      <ReasonFields subject={subject} draft={draft} acts={['correct-owner']} />
      <div class="buttons">
        <Button look="primary" held={busy} waiting={missing} onPress={() => void press()}>
          {t(busy ? 'owner.giving' : 'owner.give')}
        </Button>
        <Button onPress={close}>{t('owner.cancel')}</Button>
      </div>
      <OutcomeNote subject={subject} />
    </fieldset>
  )
}

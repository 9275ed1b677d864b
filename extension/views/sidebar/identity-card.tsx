import { useRef } from 'preact/hooks'
import type { IdentityQuestion } from '../../../shared/identity-question.ts'
import { isOutage } from '../../failure.ts'
import { chosenAccount, NONE_OF_THESE } from '../../state/account-choice.ts'
import { answerBlockers, type Blocker } from '../../state/blockers.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { useBlockerWords } from './held-reasons.tsx'
import { IdentityChoices } from './identity-choices.tsx'
import { OutcomeNote } from './outcome-note.tsx'
import { ReasonFields } from './reason-fields.tsx'
import { useStores } from './stores.ts'

/** Whose this is cannot be told: the accounts it may be, a reason, and the button that says which. */
export function IdentityCard({ question }: { question: IdentityQuestion }) {
  const { drafts, identity, panel } = useStores()
  const { t } = useLanguage()
  const form = useRef<HTMLElement>(null)
  const draft = drafts.draft(question.id)
  const current = panel.fresh.value && panel.active.value && !isOutage(panel.failure.value)
  const [blocker] = answerBlockers(question, draft.value, { current })
  const heading = `question-${question.id}`
  const press = () => {
    if (blocker) focusMissing(form.current, blocker)
    else void identity.answer(question)
  }
  return (
    <section class="card card-question" aria-labelledby={heading} ref={form}>
      <header class="card-head">
        <h2 id={heading}>
          {t('identity.question', { count: question.choices.length, shared: question.shared })}
        </h2>
        <p class="held-money">
          <Icon name="lock" />
          {t('identity.held')}
        </p>
      </header>
      <IdentityChoices question={question} draft={draft} />
      <ReasonFields subject={question.id} draft={draft} acts={['identify']} />
      <AnswerButton question={question} blocker={blocker} press={press} />
      <OutcomeNote subject={question.id} />
    </section>
  )
}

const MISSING: Partial<Record<Blocker['kind'], string>> = {
  'no-choice': 'input[type=radio]',
  'no-reason': 'select',
  'other-reason': 'select',
  'no-words': 'textarea',
}

function focusMissing(form: HTMLElement | null, { kind }: Blocker) {
  const field = MISSING[kind]
  if (field) form?.querySelector<HTMLElement>(field)?.focus()
}

interface AnswerButtonProps {
  question: IdentityQuestion
  blocker: Blocker | undefined
  press: () => void
}

function AnswerButton({ question, blocker, press }: AnswerButtonProps) {
  const { drafts, presses } = useStores()
  const { t } = useLanguage()
  const say = useBlockerWords()
  const busy = presses.outcome(question.id).value.kind === 'busy'
  const { chosen } = drafts.draft(question.id).value
  const account = chosenAccount(question, chosen)
  const hint = `question-hint-${question.id}`
  const act = account
    ? t('identity.is', { label: account.label })
    : t(chosen === NONE_OF_THESE ? 'identity.isNone' : 'identity.answer')
  return (
    <>
      <div class="buttons">
        <Button look="primary" held={busy} waiting={blocker !== undefined} describedBy={hint} onPress={press}>
          {busy ? t('identity.answering') : act}
        </Button>
      </div>
      <p class="held" id={hint}>
        {blocker && `${t('blocker.to.identify')}: ${say(blocker)}`}
      </p>
    </>
  )
}

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { IdentityAnswer } from '../../../shared/identity-question.ts'
import type { KnownPanel } from '../../../shared/panel.ts'
import { answeredFirst } from '../../state/identity-store.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Icon } from '../parts/icon.tsx'
import { OutcomeNote } from './outcome-note.tsx'
import { useStores } from './stores.ts'
import { TakeBack } from './take-back.tsx'

/** Who has said whose this is, the newest at once, and the way to take it back. */
export function IdentityAnswers({ panel }: { panel: KnownPanel }) {
  const { t } = useLanguage()
  const [newest, ...earlier] = panel.identityAnswers
  if (!newest) return <Beaten panel={panel} />
  return (
    <section class="group answers" aria-labelledby="answers">
      <h2 class="unseen" id="answers">
        {t('identity.answers')}
      </h2>
      <Beaten panel={panel} />
      <Answer key={newest.id} answer={newest} />
      {earlier.length > 0 && (
        <Disclosure label={t('identity.earlier', { count: earlier.length })}>
          {earlier.map(answer => (
            <Answer key={answer.id} answer={answer} />
          ))}
        </Disclosure>
      )}
    </section>
  )
}

/** Somebody else was faster: who, and what they said. */
function Beaten({ panel }: { panel: KnownPanel }) {
  const { identity, presses } = useStores()
  const { t } = useLanguage()
  const asked = identity.lastAsked.value
  if (!asked) return null
  const first = answeredFirst(panel, asked, presses.outcome(asked.id).value)
  if (first) {
    const { person, label, chosen } = first
    return (
      <p class="refusal" role="status">
        {t(chosen ? 'identity.beaten' : 'identity.beatenNone', { name: person.name, label })}
      </p>
    )
  }
  const stillOpen = panel.identityQuestions.some(({ id }) => id === asked.id)
  return stillOpen ? null : <OutcomeNote subject={asked.id} />
}

function Answer({ answer }: { answer: IdentityAnswer }) {
  const { now } = useStores()
  const { t, code, dateTime, relative } = useLanguage()
  const summary = useJustAnswered(answer.id)
  const { person, label, chosen, reason, at, undone } = answer
  const said = t(chosen ? 'identity.said' : 'identity.saidNone', { label, name: person.name })
  return (
    <article class={undone ? 'answer answer-undone' : 'answer'} ref={summary} tabIndex={-1}>
      <Icon name={undone ? 'undo' : 'check'} />
      <div>
        <p>
          <strong>{undone ? <s>{said}</s> : said}</strong>{' '}
          <time title={dateTime(at)} dateTime={new Date(at).toISOString()}>
            {relative(at, now.value)}
          </time>
        </p>
        <p class="quiet">
          {[code('reason', reason.code), chosen && sourceName(chosen.source)].filter(Boolean).join(' · ')}
          {reason.text && <q>{reason.text}</q>}
        </p>
        {undone ? (
          <p title={dateTime(undone.at)}>
            {t('identity.wasSplit', { name: undone.person.name, age: relative(undone.at, now.value) })}
          </p>
        ) : (
          <SplitControl answer={answer} />
        )}
        <OutcomeNote subject={answer.id} />
      </div>
    </article>
  )
}

/** The focus that a pressed button left behind goes to the answer it led to. */
function useJustAnswered(id: string) {
  const { identity } = useStores()
  const summary = useRef<HTMLElement>(null)
  const just = identity.justAnswered.value
  useLayoutEffect(() => {
    if (just !== id) return
    identity.justAnswered.value = null
    summary.current?.focus()
  }, [identity, id, just])
  return summary
}

function SplitControl({ answer }: { answer: IdentityAnswer }) {
  const { identity } = useStores()
  const { t } = useLanguage()
  return (
    <TakeBack
      subject={answer.id}
      act="split"
      look="quiet"
      words={{
        open: t(answer.chosen ? 'identity.split' : 'identity.takeBack'),
        why: t(answer.chosen ? 'identity.splitWhy' : 'undo.why'),
        confirm: t(answer.chosen ? 'identity.split' : 'undo.confirm'),
        busy: t(answer.chosen ? 'identity.splitting' : 'undo.busy'),
      }}
      onConfirm={() => void identity.split(answer)}
    />
  )
}

import type { KnownPanel as Known } from '../../../shared/panel.ts'
import { useLanguage } from '../language.ts'
import { AccountHeader } from './account-header.tsx'
import { ClockRow } from './clock-row.tsx'
import { ContextList } from './context-list.tsx'
import { ExceptionList } from './exception-list.tsx'
import { IdentityAnswers } from './identity-answers.tsx'
import { IdentityCard } from './identity-card.tsx'
import { OwnerRow } from './owner-row.tsx'
import { PreviewCard } from './preview-card.tsx'
import { PromiseForm } from './promise-form.tsx'
import { RunTimeline } from './run-timeline.tsx'

export function KnownPanel({ panel }: { panel: Known }) {
  const { t } = useLanguage()
  return (
    <>
      <AccountHeader panel={panel} />
      <section class="group facts">
        {panel.clocks.map(clock => (
          <ClockRow key={clock.id} clock={clock} tools={panel.nativeSla} />
        ))}
        <PromiseForm panel={panel} />
        <OwnerRow panel={panel} />
      </section>
      {panel.identityQuestions.map(question => (
        <IdentityCard key={question.id} question={question} />
      ))}
      <IdentityAnswers panel={panel} />
      {panel.previews.map(shown => (
        <PreviewCard key={shown.preview.id} shown={shown} />
      ))}
      {panel.previews.length === 0 && <p class="group none">{t('card.none')}</p>}
      <RunTimeline runs={panel.runs} />
      <ContextList panel={panel} />
      <ExceptionList exceptions={panel.exceptions} />
    </>
  )
}

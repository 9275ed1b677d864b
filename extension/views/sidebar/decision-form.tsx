import type { Signal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { PanelPreview } from '../../../shared/panel.ts'
import { isOutage } from '../../failure.ts'
import type { Draft } from '../../messages.ts'
import { type Act, type Blocker, blockersOf } from '../../state/blockers.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { actName } from './act-name.ts'
import { HeldReasons } from './held-reasons.tsx'
import { OutcomeNote } from './outcome-note.tsx'
import { ReasonFields } from './reason-fields.tsx'
import { StaleValues } from './stale-values.tsx'
import { useStores } from './stores.ts'

const ACTS: readonly Act[] = ['approve', 'decline']

/** Reason, the two buttons, and what keeps each from being pressed. */
export function DecisionForm({ shown }: { shown: PanelPreview }) {
  const { decisions, drafts } = useStores()
  const { preview } = shown
  const draft = drafts.draft(preview.id)
  const form = useRef<HTMLDivElement>(null)
  const held = useHeld(shown, draft)
  const refused = held.decline.some(({ kind }) => kind === 'refused')
  const hint = `hint-${preview.id}`

  const press = (act: Act) => {
    if (held[act].length === 0) void decisions.decide(preview, act)
    else focusMissing(form.current, held[act])
  }

  return (
    <div class="decide" ref={form}>
      <StaleValues shown={shown} draft={refused ? null : draft} />
      {!refused && <ReasonFields subject={preview.id} draft={draft} acts={ACTS} />}
      <Buttons shown={shown} held={held} describedBy={hint} press={press} />
      <HeldReasons id={hint} held={held} />
      <OutcomeNote subject={preview.id} />
      <Window shown={shown} />
    </div>
  )
}

type Held = Record<Act, Blocker[]>

function useHeld(shown: PanelPreview, draft: Signal<Draft>): Held {
  const { panel, now } = useStores()
  const { code, text, acceptedStale } = draft.value
  const at = {
    current: panel.fresh.value && panel.active.value && !isOutage(panel.failure.value),
    now: now.value,
  }
  const on = (act: Act) => blockersOf(shown, { act, reason: { code, text }, acceptedStale }, at)
  return { approve: on('approve'), decline: on('decline') }
}

const MISSING: Partial<Record<Blocker['kind'], string>> = {
  'no-reason': 'select',
  'other-reason': 'select',
  'no-words': 'textarea',
  stale: 'input[type=checkbox]:not(:checked)',
}

/** A press that cannot go through leads to what is missing. */
function focusMissing(form: HTMLElement | null, [first]: readonly Blocker[]) {
  const field = first && MISSING[first.kind]
  if (field) form?.querySelector<HTMLElement>(field)?.focus()
}

interface ButtonsProps {
  shown: PanelPreview
  held: Held
  describedBy: string
  press: (act: Act) => void
}

function Buttons({ shown: { preview }, held, describedBy, press }: ButtonsProps) {
  const { presses } = useStores()
  const language = useLanguage()
  const { t } = language
  const state = presses.outcome(preview.id).value
  const busy = state.kind === 'busy' ? state.act : null
  const act = actName(preview, language)
  const look = (which: Act) => ({ held: busy !== null, waiting: held[which].length > 0, describedBy })
  return (
    <div class="buttons">
      <Button look="primary" {...look('approve')} onPress={() => press('approve')}>
        {t(busy === 'approve' ? 'decide.approving' : 'decide.approve', { act })}
      </Button>
      <Button {...look('decline')} onPress={() => press('decline')}>
        {t(busy === 'decline' ? 'decide.declining' : 'decide.decline')}
      </Button>
    </div>
  )
}

/** The two clocks of an approval: to decide, then to run. */
function Window({ shown: { preview } }: { shown: PanelPreview }) {
  const { now } = useStores()
  const { t, countdown, duration, relative, dateTime } = useLanguage()
  const left = preview.decideBy - now.value
  if (left < 0)
    return <p class="window">{t('decide.windowOver', { age: relative(preview.decideBy, now.value) })}</p>
  return (
    <p class="window" title={dateTime(preview.decideBy)}>
      {t('decide.window', { decide: countdown(left), run: duration(preview.executeWithinMs) })}
    </p>
  )
}

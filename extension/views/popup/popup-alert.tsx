import type { ReadonlySignal } from '@preact/signals'
import type { TargetedKeyboardEvent } from 'preact'
import { isSnoozed } from '../../../shared/clock-warnings.ts'
import type { Alert } from '../../../shared/panel.ts'
import { burnDown } from '../../../shared/sla.ts'
import { refusalWords } from '../../failure.ts'
import type { AlertActs } from '../../state/alert-acts.ts'
import { useLanguage } from '../language.ts'
import { AlertRow } from '../parts/alert-row.tsx'
import { Button } from '../parts/button.tsx'
import { SnoozeForm } from './snooze-form.tsx'

interface Props {
  alert: Alert
  acts: AlertActs
  now: ReadonlySignal<number>
}

/** A row with what somebody may do about it, by press or by key. */
export function PopupAlert({ alert, acts, now }: Props) {
  const { t } = useLanguage()
  const may = whatMayBeDone(alert, now.value)
  const snooze = () => {
    acts.snoozing.value = alert.clock.id
  }
  const onKey = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (!event.isTrusted || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'a' && may.acknowledge) void acts.acknowledge(alert)
    else if (event.key === 's' && may.snooze) snooze()
    else return
    event.preventDefault()
  }
  const hint = may.acknowledge || may.snooze ? t('alerts.keys') : ''
  const controls = (
    <>
      {acts.snoozing.value === alert.clock.id ? (
        <SnoozeForm alert={alert} acts={acts} now={now} />
      ) : (
        <span class="alert-acts">
          {may.acknowledge && (
            <Button look="quiet" onPress={() => void acts.acknowledge(alert)}>
              {t('alerts.acknowledge')}
            </Button>
          )}
          {may.snooze && (
            <Button look="quiet" onPress={snooze}>
              {t('alerts.snooze')}
            </Button>
          )}
        </span>
      )}
      <Failed alert={alert} acts={acts} />
    </>
  )
  return <AlertRow alert={alert} now={now} onJump={() => window.close()} acts={{ hint, onKey, controls }} />
}

/** What is missed cannot be put off, only seen. */
function whatMayBeDone(alert: Alert, now: number): { acknowledge: boolean; snooze: boolean } {
  const { state } = burnDown(alert.clock, now)
  const done = alert.acknowledged !== null
  return { acknowledge: !done, snooze: !done && state !== 'missed' && !isSnoozed(alert, now) }
}

function isTyping({ target }: Event): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement
}

function Failed({ alert, acts }: Pick<Props, 'alert' | 'acts'>) {
  const { t } = useLanguage()
  const outcome = acts.outcome.value
  if (outcome.kind !== 'failed' || outcome.clockId !== alert.clock.id) return null
  const { failure } = outcome
  return (
    <p class="alert-failed" role="alert">
      {failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`)}
    </p>
  )
}

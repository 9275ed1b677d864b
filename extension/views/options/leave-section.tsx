import type { Leave } from '../../../shared/leave.ts'
import { refusalWords } from '../../failure.ts'
import type { LeaveForm, LeaveStore } from '../../state/leave-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'

/** When I am not there: what is noted, taken back where it is not over, and one more. */
export function LeaveSection({ mine }: { mine: LeaveStore }) {
  const { t } = useLanguage()
  const leaves = mine.leaves.value
  if (!leaves) return null
  return (
    <section class="sheet" aria-labelledby="leave-head">
      <h2 id="leave-head">{t('leave.title')}</h2>
      <p class="quiet">{t('leave.lead')}</p>
      {leaves.length === 0 && <p>{t('leave.none')}</p>}
      {leaves.length > 0 && (
        <ul class="sessions">
          {leaves.map(leave => (
            <Row key={leave.id} leave={leave} mine={mine} />
          ))}
        </ul>
      )}
      <Form mine={mine} />
      <Outcome mine={mine} />
    </section>
  )
}

function Row({ leave, mine }: { leave: Leave; mine: LeaveStore }) {
  const { t, range, dateTime } = useLanguage()
  const { id, startsAt, endsAt, reason } = leave
  const began = startsAt <= Date.now()
  const when = began ? t('leave.since', { until: dateTime(endsAt) }) : range(startsAt, endsAt)
  return (
    <li>
      <span>
        <strong>{when}</strong>
        <span class="leave-reason quiet">{reason}</span>
      </span>
      <Button
        label={t('leave.takeBackThis', { when })}
        held={mine.outcome.value.kind === 'busy'}
        onPress={() => void mine.takeBack(id)}
      >
        {t('leave.takeBack')}
      </Button>
    </li>
  )
}

function Form({ mine }: { mine: LeaveStore }) {
  const { t } = useLanguage()
  const { reason } = mine.form.value
  const wrong = mine.wrong.value
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <fieldset class="leave-form">
      <legend class="unseen">{t('leave.take')}</legend>
      <End mine={mine} end="from" />
      <End mine={mine} end="until" />
      <label class="labelled wide">
        {t('leave.reason')}
        <input
          type="text"
          maxLength={500}
          value={reason}
          onInput={event => mine.type({ reason: event.currentTarget.value })}
        />
      </label>
      <p class="quiet wide">{t('leave.zone', { zone })}</p>
      <p class="refusal wide" role="status">
        {wrong === 'ends-first' && t('leave.endsFirst')}
      </p>
      <Button
        look="primary"
        held={mine.outcome.value.kind === 'busy'}
        waiting={wrong !== null}
        onPress={() => void mine.take()}
      >
        {t('leave.take')}
      </Button>
    </fieldset>
  )
}

/** A day, and a time of day where it is not midnight. */
function End({ mine, end }: { mine: LeaveStore; end: 'from' | 'until' }) {
  const { t } = useLanguage()
  const [day, time]: [keyof LeaveForm, keyof LeaveForm] =
    end === 'from' ? ['fromDay', 'fromTime'] : ['untilDay', 'untilTime']
  return (
    <>
      <label class="labelled">
        {t(`leave.${end}`)}
        <input
          type="date"
          required
          max="9999-12-31"
          value={mine.form.value[day]}
          onInput={event => mine.type({ [day]: event.currentTarget.value })}
        />
      </label>
      <label class="labelled">
        <span aria-hidden="true">{t('leave.time')}</span>
        <input
          type="time"
          aria-label={t(`leave.${end}Time`)}
          value={mine.form.value[time]}
          onInput={event => mine.type({ [time]: event.currentTarget.value })}
        />
      </label>
    </>
  )
}

function Outcome({ mine }: { mine: LeaveStore }) {
  const { t } = useLanguage()
  const outcome = mine.outcome.value
  const failure = outcome.kind === 'failed' ? outcome.failure : null
  return (
    <>
      <p role="status">
        {outcome.kind === 'taken' && t('leave.taken')}
        {outcome.kind === 'taken-back' && t('leave.takenBack')}
      </p>
      <p class="refusal" role="alert">
        {failure &&
          (failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`))}
      </p>
    </>
  )
}

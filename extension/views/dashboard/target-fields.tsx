import type { Calendar } from '../../../shared/calendar.ts'
import { parseDuration } from '../../../shared/duration.ts'
import { choiceWords } from '../../../shared/field-catalogue.ts'
import type { PolicyDocument } from '../../../shared/policy-check.ts'
import { targetExample } from '../../../shared/target-example.ts'
import type { TargetForm } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { type Path, ProblemsOf } from './problems.tsx'
import { SelectField, TextField } from './rule-fields.tsx'
import { useStores } from './stores.ts'

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const
/** Statuses in which it is the customer's turn, or somebody else's. */
const PAUSES = ['pending', 'hold', 'new', 'open'] as const
const HOUR_MS = 3_600_000

interface Props {
  target: TargetForm
  /** The rule's, by name. */
  calendar: string | null
  at: Path
  onChange: (target: TargetForm) => void
}

/** How long something may take, by priority, with an example of what that means. */
export function TargetFields({ target, calendar, at, onChange }: Props) {
  const { t, pick } = useLanguage()
  const { within, unit, pausedIn } = target
  const setWithin = (priority: string, text: string) => {
    const { [priority]: _gone, ...others } = within
    onChange({ ...target, within: { default: within.default, ...others, ...(text && { [priority]: text }) } })
  }
  const ofPriority = (priority: string) => {
    const written = within[priority]
    return typeof written === 'string' ? written : ''
  }
  return (
    <>
      <div class="fields narrow">
        <SelectField
          label={t('sla.unit')}
          value={unit}
          at={[...at, 'unit']}
          options={(['calendar', 'business'] as const).map(one => ({
            value: one,
            words: t(`sla.unit.${one}`),
          }))}
          onChoose={chosen => onChange({ ...target, unit: chosen === 'business' ? 'business' : 'calendar' })}
        />
        <TextField
          label={t('sla.default')}
          value={within.default}
          placeholder="4h"
          at={[...at, 'within', 'default']}
          onInput={text => onChange({ ...target, within: { ...within, default: text } })}
        />
        {PRIORITIES.map(priority => (
          <TextField
            key={priority}
            label={pick(choiceWords(priority))}
            value={ofPriority(priority)}
            placeholder={within.default}
            at={[...at, 'within', priority]}
            onInput={text => setWithin(priority, text)}
          />
        ))}
      </div>
      <fieldset class="choices">
        <legend>{t('sla.pausedIn')}</legend>
        {[...new Set([...PAUSES, ...pausedIn])].map(status => (
          <label key={status}>
            <input
              type="checkbox"
              checked={pausedIn.includes(status)}
              onChange={event =>
                onChange({
                  ...target,
                  pausedIn: event.currentTarget.checked
                    ? [...pausedIn, status]
                    : pausedIn.filter(other => other !== status),
                })
              }
            />
            {pick(choiceWords(status))}
          </label>
        ))}
      </fieldset>
      <ProblemsOf at={[...at, 'pausedIn']} under />
      <ProblemsOf at={at} />
      <Example target={target} calendar={calendar} />
    </>
  )
}

function Example({ target: { unit, within }, calendar: name }: Pick<Props, 'target' | 'calendar'>) {
  const { policies, now } = useStores()
  const { t, pick } = useLanguage()
  const ms = parseDuration(within.default)
  // What is no duration, or needs a calendar, is said at its field.
  if (!ms || ms <= 0) return null
  const calendar = unit === 'business' ? calendarNamed(policies.calendars.value, name) : null
  if (unit === 'business' && !calendar) return null
  // The hour that began, so that the example does not run away while it is read.
  const from = Math.floor(now.value / HOUR_MS) * HOUR_MS
  return (
    <p class="sentence">
      <span class="quiet">{t('sla.example')}</span> {pick(targetExample(ms, from, calendar))}
    </p>
  )
}

export function calendarNames(document: PolicyDocument | null): string[] {
  return listed(document).flatMap(calendar =>
    typeof calendar === 'object' && calendar !== null && 'name' in calendar ? [String(calendar.name)] : [],
  )
}

function calendarNamed(document: PolicyDocument | null, name: string | null): Calendar | null {
  return (
    listed(document)
      .filter(isCalendar)
      .find(calendar => calendar.name === name) ?? null
  )
}

/** The server has read it; here it only has to be one, so that the schemas need not come along. */
function isCalendar(value: unknown): value is Calendar {
  return typeof value === 'object' && value !== null && 'timeZone' in value && 'week' in value
}

function listed(document: PolicyDocument | null): unknown[] {
  return Array.isArray(document?.calendars) ? document.calendars : []
}

import { conditionsWords } from '../../../shared/condition-words.ts'
import { TICKET_CLOCKS, type TicketClock } from '../../../shared/sla-policy.ts'
import { formOf, freeName, SlaForm, type SlaRuleForm } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { RuleNames } from './rule-fields.tsx'
import { RuleList } from './rule-list.tsx'
import { useStores } from './stores.ts'
import { calendarNames, TargetFields } from './target-fields.tsx'

/** The first rule that matches an item sets its clocks. */
export function SlaRules() {
  const { policies } = useStores()
  const { t, pick } = useLanguage()
  const form = formOf(SlaForm, policies.document.value ?? {})
  if (!form) return <p class="refusal">{t('policies.noForm')}</p>
  const make = () => ({
    rule: {
      name: freeName(
        'sla',
        form.rules.map(({ name }) => name),
      ),
      title: t('rules.new'),
      owner: policies.member.value?.email ?? '',
      when: { all: [], any: [] },
      calendar: null,
      targets: { 'first-response': { unit: 'calendar', within: { default: '4h' }, pausedIn: [] } },
    } satisfies SlaRuleForm,
    at: form.rules.length,
  })
  return (
    <>
      {form.rules.length === 0 && <p class="quiet">{t('sla.none')}</p>}
      <RuleList<SlaRuleForm>
        rules={form.rules}
        onChange={rules => policies.change({ ...form, rules })}
        make={make}
        sketch={rule => (
          <>
            <p>{pick(conditionsWords(rule.when))}</p>
            <p class="quiet">
              {TICKET_CLOCKS.flatMap(clock => {
                const target = rule.targets[clock]
                return target ? `${t(`sla.${clock}`)} ${target.within.default}` : []
              }).join(' · ')}
              {rule.calendar && ` · ${rule.calendar}`} · {t('rules.ownedBy', { owner: rule.owner })}
            </p>
          </>
        )}
        form={(rule, onChange) => <SlaRuleFields rule={rule} onChange={onChange} />}
      />
    </>
  )
}

function SlaRuleFields({ rule, onChange }: { rule: SlaRuleForm; onChange: (rule: SlaRuleForm) => void }) {
  const { policies } = useStores()
  const { t } = useLanguage()
  const names = calendarNames(policies.calendars.value)
  const toggle = (clock: TicketClock, on: boolean) => {
    const { [clock]: _gone, ...others } = rule.targets
    const first = { unit: 'calendar' as const, within: { default: '4h' }, pausedIn: [] }
    onChange({ ...rule, targets: on ? { ...others, [clock]: first } : others })
  }
  return (
    <>
      <RuleNames rule={rule} onChange={change => onChange({ ...rule, ...change })} />
      <ConditionEditor when={rule.when} onChange={when => onChange({ ...rule, when })} />
      <div class="fields">
        <label class="labelled">
          {t('sla.calendar')}
          <select
            value={rule.calendar ?? ''}
            onChange={event => onChange({ ...rule, calendar: event.currentTarget.value || null })}
          >
            <option value="">{t('sla.noCalendar')}</option>
            {[...new Set([...names, ...(rule.calendar ? [rule.calendar] : [])])].map(name => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {TICKET_CLOCKS.map(clock => {
        const target = rule.targets[clock]
        return (
          <fieldset key={clock} class="condition-list">
            <legend>{t(`sla.${clock}`)}</legend>
            <label class="ticked">
              <input
                type="checkbox"
                checked={target !== undefined}
                onChange={event => toggle(clock, event.currentTarget.checked)}
              />
              {t('sla.measured')}
            </label>
            {target && (
              <TargetFields
                target={target}
                calendar={rule.calendar}
                onChange={next => onChange({ ...rule, targets: { ...rule.targets, [clock]: next } })}
              />
            )}
          </fieldset>
        )
      })}
    </>
  )
}

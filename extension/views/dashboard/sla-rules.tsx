import { conditionsWords } from '../../../shared/condition-words.ts'
import { TICKET_CLOCKS, type TicketClock } from '../../../shared/sla-policy.ts'
import { formOf, freeName, SlaForm, type SlaRuleForm } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { EscalationFields } from './escalation-fields.tsx'
import { type Path, ProblemsOf } from './problems.tsx'
import { RuleNames, SelectField } from './rule-fields.tsx'
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
      warnAt: [0.8],
      bumps: [],
    } satisfies SlaRuleForm,
    at: form.rules.length,
  })
  return (
    <>
      {form.rules.length === 0 && <p class="quiet">{t('sla.none')}</p>}
      <RuleList<SlaRuleForm>
        part="rules"
        add={t('rules.add')}
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
            {rule.bumps.length > 0 && (
              <p class="quiet">{t('bumps.sketch', { roles: rule.bumps.map(({ to }) => to).join(', ') })}</p>
            )}
          </>
        )}
        form={(rule, at, onChange) => <SlaRuleFields rule={rule} at={at} onChange={onChange} />}
      />
    </>
  )
}

interface FieldsProps {
  rule: SlaRuleForm
  at: Path
  onChange: (rule: SlaRuleForm) => void
}

function SlaRuleFields({ rule, at, onChange }: FieldsProps) {
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
      <RuleNames rule={rule} at={at} onChange={change => onChange({ ...rule, ...change })} />
      <ConditionEditor when={rule.when} at={[...at, 'when']} onChange={when => onChange({ ...rule, when })} />
      <div class="fields">
        <SelectField
          label={t('sla.calendar')}
          value={rule.calendar ?? ''}
          at={[...at, 'calendar']}
          options={[
            { value: '', words: t('sla.noCalendar') },
            ...[...new Set([...names, ...(rule.calendar ? [rule.calendar] : [])])].map(name => ({
              value: name,
              words: name,
            })),
          ]}
          onChoose={name => onChange({ ...rule, calendar: name || null })}
        />
      </div>
      <ProblemsOf at={[...at, 'targets']} />
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
                at={[...at, 'targets', clock]}
                onChange={next => onChange({ ...rule, targets: { ...rule.targets, [clock]: next } })}
              />
            )}
          </fieldset>
        )
      })}
      <EscalationFields rule={rule} at={at} onChange={onChange} />
    </>
  )
}

import { conditionsWords } from '../../../shared/condition-words.ts'
import { formOf, freeName, RoutingForm, type RoutingRuleForm } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { RoleSelect, RuleNames } from './rule-fields.tsx'
import { RuleList } from './rule-list.tsx'
import { useStores } from './stores.ts'

/** The first rule that matches an item says who answers for it. */
export function RoutingRules() {
  const { policies } = useStores()
  const { t, pick } = useLanguage()
  const form = formOf(RoutingForm, policies.document.value ?? {})
  if (!form) return <p class="refusal">{t('policies.noForm')}</p>
  const make = () => ({
    rule: {
      name: freeName(
        'rule',
        form.rules.map(({ name }) => name),
      ),
      title: t('rules.new'),
      owner: policies.member.value?.email ?? null,
      when: { all: [{ field: 'ticket.priority', operator: 'is', value: 'urgent' }], any: [] },
      assign: { role: 'support-manager', team: null, accountField: null, spread: 'first' },
      fallback: 'admin',
    } satisfies RoutingRuleForm,
    // Before the last, which is for everything the others leave.
    at: Math.max(0, form.rules.length - 1),
  })
  return (
    <RuleList<RoutingRuleForm>
      rules={form.rules}
      onChange={rules => policies.change({ ...form, rules })}
      make={make}
      sketch={rule => (
        <>
          <p>{pick(conditionsWords(rule.when))}</p>
          <p class="quiet">
            {t('routing.to', { who: rule.assign.team ?? rule.assign.role, fallback: rule.fallback })}
            {rule.assign.accountField && ` · ${t('routing.accountFirst')}`}
            {rule.owner && ` · ${t('rules.ownedBy', { owner: rule.owner })}`}
          </p>
        </>
      )}
      form={(rule, onChange) => <RoutingRuleFields rule={rule} teams={form.teams} onChange={onChange} />}
    />
  )
}

interface FieldsProps {
  rule: RoutingRuleForm
  teams: RoutingForm['teams']
  onChange: (rule: RoutingRuleForm) => void
}

function RoutingRuleFields({ rule, teams, onChange }: FieldsProps) {
  const { t } = useLanguage()
  const { assign } = rule
  const chooseTeam = (name: string) => {
    const team = teams.find(one => one.name === name)
    // A team does one kind of work, so its role goes with it.
    onChange({ ...rule, assign: { ...assign, team: team?.name ?? null, role: team?.role ?? assign.role } })
  }
  return (
    <>
      <RuleNames rule={rule} onChange={names => onChange({ ...rule, ...names })} />
      <ConditionEditor when={rule.when} onChange={when => onChange({ ...rule, when })} />
      <div class="fields">
        <RoleSelect
          label={t('routing.role')}
          value={assign.role}
          onChange={role => onChange({ ...rule, assign: { ...assign, role } })}
        />
        {teams.length > 0 && (
          <label class="labelled">
            {t('routing.team')}
            <select value={assign.team ?? ''} onChange={event => chooseTeam(event.currentTarget.value)}>
              <option value="">{t('routing.everybody')}</option>
              {teams.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="labelled">
          {t('routing.spread')}
          <select
            value={assign.spread}
            onChange={event => {
              const spread = event.currentTarget.value === 'first' ? 'first' : 'least-loaded'
              onChange({ ...rule, assign: { ...assign, spread } })
            }}
          >
            <option value="first">{t('routing.spread.first')}</option>
            <option value="least-loaded">{t('routing.spread.least-loaded')}</option>
          </select>
        </label>
        <RoleSelect
          label={t('routing.fallback')}
          value={rule.fallback}
          onChange={fallback => onChange({ ...rule, fallback })}
        />
      </div>
      <label class="ticked">
        <input
          type="checkbox"
          checked={assign.accountField !== null}
          onChange={event => {
            const accountField = event.currentTarget.checked ? ('account_manager' as const) : null
            onChange({ ...rule, assign: { ...assign, accountField } })
          }}
        />
        {t('routing.accountFirst')}
      </label>
    </>
  )
}

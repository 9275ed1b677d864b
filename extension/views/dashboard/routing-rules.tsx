import { conditionsWords } from '../../../shared/condition-words.ts'
import { formOf, freeName, RoutingForm, type RoutingRuleForm } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { type Path, ProblemsOf } from './problems.tsx'
import { RoleSelect, RuleNames, SelectField } from './rule-fields.tsx'
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
      part="rules"
      add={t('rules.add')}
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
      form={(rule, at, onChange) => (
        <RoutingRuleFields rule={rule} at={at} teams={form.teams} onChange={onChange} />
      )}
    />
  )
}

interface FieldsProps {
  rule: RoutingRuleForm
  at: Path
  teams: RoutingForm['teams']
  onChange: (rule: RoutingRuleForm) => void
}

function RoutingRuleFields({ rule, at, teams, onChange }: FieldsProps) {
  const { t } = useLanguage()
  const { assign } = rule
  const chooseTeam = (name: string) => {
    const team = teams.find(one => one.name === name)
    // A team does one kind of work, so its role goes with it.
    onChange({ ...rule, assign: { ...assign, team: team?.name ?? null, role: team?.role ?? assign.role } })
  }
  return (
    <>
      <RuleNames rule={rule} at={at} onChange={names => onChange({ ...rule, ...names })} />
      <ConditionEditor when={rule.when} at={[...at, 'when']} onChange={when => onChange({ ...rule, when })} />
      <div class="fields">
        <RoleSelect
          label={t('routing.role')}
          value={assign.role}
          at={[...at, 'assign', 'role']}
          onChange={role => onChange({ ...rule, assign: { ...assign, role } })}
        />
        <SelectField
          label={t('routing.team')}
          value={assign.team ?? ''}
          at={[...at, 'assign', 'team']}
          options={teamOptions(teams, assign.team, t('routing.everybody'))}
          onChoose={chooseTeam}
        />
        <SelectField
          label={t('routing.spread')}
          value={assign.spread}
          at={[...at, 'assign', 'spread']}
          options={SPREADS.map(spread => ({ value: spread, words: t(`routing.spread.${spread}`) }))}
          onChoose={chosen => {
            const spread = SPREADS.find(known => known === chosen) ?? 'first'
            onChange({ ...rule, assign: { ...assign, spread } })
          }}
        />
        <RoleSelect
          label={t('routing.fallback')}
          value={rule.fallback}
          at={[...at, 'fallback']}
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
      <ProblemsOf at={[...at, 'assign']} />
    </>
  )
}

const SPREADS = ['first', 'least-loaded'] as const

/** Every team, and the one that is named but is not there any more. */
function teamOptions(teams: RoutingForm['teams'], chosen: string | null, everybody: string) {
  const names = new Set([...teams.map(({ name }) => name), ...(chosen === null ? [] : [chosen])])
  return [{ value: '', words: everybody }, ...[...names].map(name => ({ value: name, words: name }))]
}

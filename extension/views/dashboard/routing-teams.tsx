import { formOf, freeName, RoutingForm, type TeamForm, withTeam } from '../../state/policy-forms.ts'
import { sourceName, useLanguage } from '../language.ts'
import { OrderedRows } from './ordered-rows.tsx'
import { type Path, ProblemsOf } from './problems.tsx'
import { RoleSelect, TextField } from './rule-fields.tsx'
import { RuleList } from './rule-list.tsx'
import { useStores } from './stores.ts'

/** Tools in which a record lies with a group; others that a team names are shown beside. */
const TOOLS = ['zendesk', 'salesforce'] as const

/** People who share a kind of work, and where each tool keeps it. */
export function RoutingTeams() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const form = formOf(RoutingForm, policies.document.value ?? {})
  if (!form) return null
  const make = () => ({
    rule: {
      name: freeName(
        'team',
        form.teams.map(({ name }) => name),
      ),
      role: 'support-manager',
      members: [],
      groups: {},
    } satisfies TeamForm,
    at: form.teams.length,
  })
  return (
    <section class="tests" aria-labelledby="teams-head">
      <h3 id="teams-head">{t('teams.title')}</h3>
      {form.teams.length === 0 && <p class="quiet">{t('teams.none')}</p>}
      <ProblemsOf at={['teams']} />
      <RuleList<TeamForm>
        part="teams"
        add={t('teams.add')}
        rules={form.teams}
        onChange={teams => policies.change({ ...form, teams })}
        onChangeOne={(at, team) => policies.change(withTeam(form, at, team))}
        make={make}
        sketch={team => <TeamSketch team={team} />}
        form={(team, at, onChange) => <TeamFields team={team} at={at} onChange={onChange} />}
      />
    </section>
  )
}

function TeamSketch({ team: { role, members, groups } }: { team: TeamForm }) {
  const { t } = useLanguage()
  const places = Object.entries(groups).map(([tool, group]) => `${sourceName(tool)}: ${group}`)
  return <p class="quiet">{[role, members.join(', ') || t('routing.everybody'), ...places].join(' · ')}</p>
}

interface FieldsProps {
  team: TeamForm
  at: Path
  onChange: (team: TeamForm) => void
}

function TeamFields({ team, at, onChange }: FieldsProps) {
  const { t } = useLanguage()
  const { members, groups } = team
  const setGroup = (tool: string, group: string) => {
    const { [tool]: _gone, ...others } = groups
    onChange({ ...team, groups: group === '' ? others : { ...others, [tool]: group } })
  }
  return (
    <>
      <div class="fields">
        <TextField
          label={t('rules.name')}
          value={team.name}
          at={[...at, 'name']}
          onInput={name => onChange({ ...team, name })}
        />
        <RoleSelect
          label={t('routing.role')}
          value={team.role}
          at={[...at, 'role']}
          onChange={role => onChange({ ...team, role })}
        />
        {[...new Set([...TOOLS, ...Object.keys(groups)])].map(tool => (
          <TextField
            key={tool}
            label={t('teams.group', { tool: sourceName(tool) })}
            value={groups[tool] ?? ''}
            placeholder={t('teams.noGroup')}
            at={[...at, 'groups', tool]}
            onInput={group => setGroup(tool, group)}
          />
        ))}
      </div>
      <ProblemsOf at={[...at, 'groups']} />
      <OrderedRows<string>
        legend={t('teams.members')}
        help={t(members.length === 0 ? 'teams.membersNone' : 'teams.membersHelp')}
        add={t('teams.addMember')}
        rows={members}
        at={[...at, 'members']}
        look="plain"
        make={() => ''}
        titleOf={(email, place) => email || t('teams.member', { place: place + 1 })}
        onChange={next => onChange({ ...team, members: next })}
        fields={(email, place, change) => (
          <TextField
            label={t('teams.member', { place: place + 1 })}
            labelUnseen
            value={email}
            at={[...at, 'members', place]}
            onInput={change}
          />
        )}
      />
    </>
  )
}

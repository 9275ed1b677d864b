import { ROLES, type Role } from '../../../shared/member.ts'
import { useLanguage } from '../language.ts'

interface RoleProps {
  label: string
  value: Role
  onChange: (role: Role) => void
}

export function RoleSelect({ label, value, onChange }: RoleProps) {
  return (
    <label class="labelled">
      {label}
      <select
        value={value}
        onChange={event => {
          const role = ROLES.find(known => known === event.currentTarget.value)
          if (role) onChange(role)
        }}
      >
        {ROLES.map(role => (
          <option key={role} value={role}>
            {role}
          </option>
        ))}
      </select>
    </label>
  )
}

interface Names {
  name: string
  title: string
  owner: string | null
}

/** What a rule is for, how it is called, who answers for it. */
export function RuleNames({
  rule,
  onChange,
}: {
  rule: Names
  onChange: (names: Partial<Omit<Names, 'owner'>> & { owner?: string }) => void
}) {
  const { t } = useLanguage()
  return (
    <div class="fields">
      <TextField label={t('rules.title')} value={rule.title} onInput={title => onChange({ title })} />
      <TextField label={t('rules.name')} value={rule.name} onInput={name => onChange({ name })} />
      <TextField label={t('rules.owner')} value={rule.owner ?? ''} onInput={owner => onChange({ owner })} />
    </div>
  )
}

interface TextProps {
  label: string
  value: string
  placeholder?: string
  onInput: (text: string) => void
}

export function TextField({ label, value, placeholder, onInput }: TextProps) {
  return (
    <label class="labelled">
      {label}
      <input
        type="text"
        value={value}
        placeholder={placeholder}
        onInput={event => onInput(event.currentTarget.value)}
      />
    </label>
  )
}

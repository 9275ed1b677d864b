import { ROLES, type Role } from '../../../shared/member.ts'
import { useLanguage } from '../language.ts'
import { type Path, useFieldProblems } from './problems.tsx'

interface RoleProps {
  label: string
  value: Role
  at?: Path | undefined
  onChange: (role: Role) => void
}

export function RoleSelect({ label, value, at, onChange }: RoleProps) {
  return (
    <SelectField
      label={label}
      value={value}
      at={at}
      options={ROLES.map(role => ({ value: role, words: role }))}
      onChoose={chosen => {
        const role = ROLES.find(known => known === chosen)
        if (role) onChange(role)
      }}
    />
  )
}

interface Names {
  name: string
  title: string
  owner: string | null
}

interface NamesProps {
  rule: Names
  at: Path
  onChange: (names: Partial<Omit<Names, 'owner'>> & { owner?: string }) => void
}

/** What a rule is for, how it is called, who answers for it. */
export function RuleNames({ rule, at, onChange }: NamesProps) {
  const { t } = useLanguage()
  return (
    <div class="fields">
      <TextField
        label={t('rules.title')}
        value={rule.title}
        at={[...at, 'title']}
        onInput={title => onChange({ title })}
      />
      <TextField
        label={t('rules.name')}
        value={rule.name}
        at={[...at, 'name']}
        onInput={name => onChange({ name })}
      />
      <TextField
        label={t('rules.owner')}
        value={rule.owner ?? ''}
        at={[...at, 'owner']}
        onInput={owner => onChange({ owner })}
      />
    </div>
  )
}

interface TextProps {
  label: string
  /** Where the list it stands in says what it is to those who see it. */
  labelUnseen?: true
  value: string
  placeholder?: string
  /** The part of the document it is; what the check says of it stands below. */
  at?: Path
  onInput: (text: string) => void
}

export function TextField({ label, labelUnseen, value, placeholder, at, onInput }: TextProps) {
  const { aria, note } = useFieldProblems(at)
  return (
    <div class="field">
      <label class="labelled">
        {labelUnseen ? <span class="unseen">{label}</span> : label}
        <input
          type="text"
          value={value}
          placeholder={placeholder}
          {...aria}
          onInput={event => onInput(event.currentTarget.value)}
        />
      </label>
      {note}
    </div>
  )
}

interface SelectProps {
  label: string
  value: string
  options: readonly { readonly value: string; readonly words: string }[]
  at?: Path | undefined
  onChoose: (value: string) => void
}

export function SelectField({ label, value, options, at, onChoose }: SelectProps) {
  const { aria, note } = useFieldProblems(at)
  return (
    <div class="field">
      <label class="labelled">
        {label}
        <select value={value} {...aria} onChange={event => onChoose(event.currentTarget.value)}>
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.words}
            </option>
          ))}
        </select>
      </label>
      {note}
    </div>
  )
}

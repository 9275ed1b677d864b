import type { Condition } from '../../../shared/condition.ts'
import { conditionsWords } from '../../../shared/condition-words.ts'
import {
  catalogueField,
  FIELD_CATALOGUE,
  FIELD_NAMES,
  type FieldName,
  OPERATORS,
  OPERATORS_OF,
} from '../../../shared/field-catalogue.ts'
import { type When, withAt } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { ConditionValue, retyped, shapeOf } from './condition-value.tsx'
import { type Path, ProblemsOf } from './problems.tsx'

interface Props {
  when: When
  at: Path
  onChange: (when: When) => void
}

const FIRST: Condition = { field: 'ticket.priority', operator: 'is', value: 'urgent' }

/** All of one list and at least one of the other, with the sentence they come to. */
export function ConditionEditor({ when, at, onChange }: Props) {
  const { t, pick } = useLanguage()
  return (
    <div class="conditions">
      {(['all', 'any'] as const).map(list => (
        <fieldset key={list} class="condition-list">
          <legend>{t(`conditions.${list}`)}</legend>
          <ul>
            {when[list].map((condition, place) => (
              <li key={place}>
                <Row
                  condition={condition}
                  onChange={next => onChange({ ...when, [list]: withAt(when[list], place, next) })}
                />
                <ProblemsOf at={[...at, list, place]} under />
              </li>
            ))}
          </ul>
          <ProblemsOf at={[...at, list]} />
          <Button look="quiet" onPress={() => onChange({ ...when, [list]: [...when[list], FIRST] })}>
            {t(`conditions.add.${list}`)}
          </Button>
        </fieldset>
      ))}
      <ProblemsOf at={at} />
      <p class="sentence">
        <span class="quiet">{t('conditions.reads')}</span> {pick(conditionsWords(when))}
      </p>
    </div>
  )
}

function Row({
  condition,
  onChange,
}: {
  condition: Condition
  onChange: (condition: Condition | null) => void
}) {
  const { t, pick } = useLanguage()
  const field = catalogueField(condition.field)
  if (!field) return null
  return (
    <div class="condition">
      <FieldSelect
        label={t('conditions.field')}
        chosen={condition.field}
        onChoose={name => onChange(retyped(condition, { field: name, operator: condition.operator }))}
      />
      <select
        aria-label={t('conditions.operator')}
        value={condition.operator}
        onChange={event => {
          const operator = OPERATORS.find(known => known === event.currentTarget.value)
          if (operator) onChange(retyped(condition, { field: condition.field, operator }))
        }}
      >
        {OPERATORS_OF[field.type].map(operator => (
          <option key={operator} value={operator}>
            {t(`operator.${operator}`)}
          </option>
        ))}
      </select>
      <ConditionValue
        key={`${condition.field} ${condition.operator}`}
        field={field}
        shape={shapeOf(field, condition.operator)}
        value={condition.value}
        onChange={value => onChange({ ...condition, ...(value !== undefined && { value }) })}
      />
      <Button
        look="quiet"
        label={t('conditions.removeThis', { field: pick(field.label) })}
        onPress={() => onChange(null)}
      >
        {t('conditions.remove')}
      </Button>
    </div>
  )
}

const GROUPS = ['ticket', 'account', 'dispute', 'item'] as const

interface FieldSelectProps {
  label: string
  chosen: FieldName
  onChoose: (name: FieldName) => void
}

/** Every field of the catalogue, by what it is a field of. */
export function FieldSelect({ label, chosen, onChoose }: FieldSelectProps) {
  const { t, pick } = useLanguage()
  return (
    <select
      aria-label={label}
      value={chosen}
      onChange={event => {
        const name = FIELD_NAMES.find(known => known === event.currentTarget.value)
        if (name) onChoose(name)
      }}
    >
      {GROUPS.map(group => (
        <optgroup key={group} label={t(`conditions.group.${group}`)}>
          {FIELD_CATALOGUE.filter(({ name }) => name.startsWith(`${group}.`)).map(field => (
            <option key={field.name} value={field.name}>
              {pick(field.label)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

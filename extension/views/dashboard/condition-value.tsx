import { useState } from 'preact/hooks'
import type { Condition } from '../../../shared/condition.ts'
import {
  type CatalogueField,
  catalogueField,
  choiceWords,
  type FieldName,
  OPERATORS_OF,
  type Operator,
} from '../../../shared/field-catalogue.ts'
import { decimalsOf, isKnownCurrency } from '../../../shared/money.ts'
import { useLanguage } from '../language.ts'

type Value = Condition['value']

/** What a value of a condition looks like to somebody who types it. */
type Shape = 'none' | 'text' | 'choice' | 'choices' | 'words' | 'number' | 'days' | 'money' | 'day'

export function shapeOf({ type }: Pick<CatalogueField, 'type'>, operator: Operator): Shape {
  if (operator === 'present' || operator === 'not_present') return 'none'
  if (operator === 'before' || operator === 'after') return 'day'
  if (type === 'date') return 'days'
  if (operator === 'includes' || operator === 'not_includes') return type === 'choice' ? 'choices' : 'words'
  return type === 'tags' ? 'words' : type
}

/** A condition on another field or with another operator keeps its value where that means the same. */
export function retyped(before: Condition, next: { field: FieldName; operator: Operator }): Condition {
  const field = catalogueField(next.field)
  if (!field) return before
  const operator = OPERATORS_OF[field.type].includes(next.operator)
    ? next.operator
    : (OPERATORS_OF[field.type][0] ?? 'present')
  const shape = shapeOf(field, operator)
  const old = catalogueField(before.field)
  const same =
    old !== null && shapeOf(old, before.operator) === shape && shape !== 'choice' && shape !== 'choices'
  const keeps = same || (before.field === next.field && shapeOf(field, before.operator) === shape)
  const value = keeps ? before.value : firstOf(shape, field)
  return { field: next.field, operator, ...(value !== undefined && { value }) }
}

function firstOf(shape: Shape, { choices }: CatalogueField): Value {
  if (shape === 'none') return undefined
  if (shape === 'choice') return choices?.[0] ?? ''
  if (shape === 'choices' || shape === 'words') return []
  if (shape === 'money') return { minor: 0, currency: 'usd' }
  if (shape === 'number') return 0
  return shape === 'days' ? 30 : ''
}

interface Props {
  field: CatalogueField
  shape: Shape
  value: Value
  onChange: (value: Value) => void
}

export function ConditionValue(props: Props) {
  const { t, pick } = useLanguage()
  const { field, shape, value, onChange } = props
  const label = t('conditions.value')
  if (shape === 'none') return <span />
  if (shape === 'choices') return <Choices {...props} />
  if (shape === 'words') return <Words value={value} onChange={onChange} />
  if (shape === 'money') return <Amount value={value} onChange={onChange} />
  if (shape === 'choice') {
    return (
      <select
        aria-label={label}
        value={typeof value === 'string' ? value : ''}
        onChange={event => onChange(event.currentTarget.value)}
      >
        {field.choices?.map(choice => (
          <option key={choice} value={choice}>
            {pick(choiceWords(choice))}
          </option>
        ))}
      </select>
    )
  }
  if (shape === 'number' || shape === 'days') {
    return (
      <span class="with-unit">
        <input
          type="number"
          aria-label={label}
          value={typeof value === 'number' ? value : ''}
          min={shape === 'days' ? 1 : undefined}
          step={shape === 'days' ? 1 : 'any'}
          onInput={event => onChange(event.currentTarget.valueAsNumber || 0)}
        />
        {shape === 'days' && t('conditions.days')}
      </span>
    )
  }
  const text = {
    'aria-label': label,
    value: typeof value === 'string' ? value : '',
    onInput: (event: { currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
  }
  return shape === 'day' ? <input type="date" {...text} /> : <input type="text" {...text} />
}

function Choices({ field, value, onChange }: Props) {
  const { t, pick } = useLanguage()
  const chosen = Array.isArray(value) ? value : []
  return (
    <fieldset class="choices">
      <legend class="unseen">{t('conditions.value')}</legend>
      {field.choices?.map(choice => (
        <label key={choice}>
          <input
            type="checkbox"
            checked={chosen.includes(choice)}
            onChange={event =>
              onChange(
                event.currentTarget.checked ? [...chosen, choice] : chosen.filter(other => other !== choice),
              )
            }
          />
          {pick(choiceWords(choice))}
        </label>
      ))}
    </fieldset>
  )
}

function Words({ value, onChange }: Pick<Props, 'value' | 'onChange'>) {
  const { t } = useLanguage()
  const words = Array.isArray(value) ? value : []
  // The comma that was just typed belongs to the text, not yet to the list.
  const [typed, type] = useState(words.join(', '))
  const shown = wordsIn(typed).join() === words.join() ? typed : words.join(', ')
  return (
    <input
      type="text"
      aria-label={t('conditions.words')}
      placeholder={t('conditions.words')}
      value={shown}
      onInput={event => {
        type(event.currentTarget.value)
        onChange(wordsIn(event.currentTarget.value))
      }}
    />
  )
}

function wordsIn(text: string): string[] {
  return text.split(',').flatMap(word => word.trim() || [])
}

function Amount({ value, onChange }: Pick<Props, 'value' | 'onChange'>) {
  const { t } = useLanguage()
  const { minor, currency } =
    typeof value === 'object' && !Array.isArray(value) ? value : { minor: 0, currency: 'usd' }
  const scale = 10 ** (isKnownCurrency(currency) ? decimalsOf(currency) : 2)
  return (
    <span class="with-unit">
      <input
        type="number"
        step="any"
        aria-label={t('conditions.amount')}
        value={minor / scale}
        onInput={event =>
          onChange({ minor: Math.round((event.currentTarget.valueAsNumber || 0) * scale), currency })
        }
      />
      <input
        class="currency"
        aria-label={t('conditions.currency')}
        maxLength={3}
        value={currency.toUpperCase()}
        onInput={event => {
          const next = event.currentTarget.value.trim().toLowerCase()
          const nextScale = 10 ** (isKnownCurrency(next) ? decimalsOf(next) : 2)
          onChange({ minor: Math.round((minor / scale) * nextScale), currency: next })
        }}
      />
    </span>
  )
}

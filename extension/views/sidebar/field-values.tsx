import type { ContextField, FieldValue } from '../../../shared/context-record.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Icon } from '../parts/icon.tsx'
import { Sourced } from './sourced.tsx'

/** Losing values shown at once; the rest are one press away. */
const AT_ONCE = 2

/** The value that holds; where sources disagree every other one too, each with its source. */
export function FieldValues({ field }: { field: ContextField }) {
  const { t } = useLanguage()
  const { value, losing } = field
  if (losing.length === 0) return <Sourced field={field} />
  const rest = losing.slice(AT_ONCE)
  return (
    <>
      <NamedValue field={field} value={value} />
      <Losing field={field} values={losing.slice(0, AT_ONCE)} />
      {rest.length > 0 && (
        <Disclosure label={t('context.otherValues', { count: rest.length })}>
          <Losing field={field} values={rest} />
        </Disclosure>
      )}
      <span class="conflict">
        <Icon name="warning" />
        {t('context.conflict')}
      </span>
    </>
  )
}

function Losing({ field, values }: { field: ContextField; values: readonly FieldValue[] }) {
  return values.map(value => (
    <NamedValue key={`${value.source} ${value.sourceId}`} field={field} value={value} />
  ))
}

function NamedValue({ field, value }: { field: ContextField; value: FieldValue }) {
  return (
    <span class={value === field.value ? 'named holds' : 'named loses'}>
      <Sourced field={field} value={value} /> <span class="quiet">{sourceName(value.source)}</span>
    </span>
  )
}

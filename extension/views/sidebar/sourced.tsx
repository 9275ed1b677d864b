import { useComputed } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import type { ContextField, FieldValue } from '../../../shared/context-record.ts'
import { isOld } from '../../state/context-rows.ts'
import { contentWords } from '../content-words.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

interface Props {
  field: ContextField
  value?: FieldValue
  look?: 'plain' | 'title' | 'tier' | 'mrr'
  /** What stands there instead of the bare value. */
  words?: string
}

/** A value that says on hover, focus or touch where it comes from, how old it is and why it holds. */
export function Sourced({ field, value = field.value, look = 'plain', words }: Props) {
  const language = useLanguage()
  const [pinned, pin] = useState(false)
  const id = useId()
  const { t } = language
  const said = words ?? contentWords(field.field, value.content, language)
  return (
    <span class={`sourced sourced-${look}`}>
      <button
        type="button"
        aria-describedby={id}
        onClick={() => pin(!pinned)}
        onBlur={() => pin(false)}
        onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
      >
        {look === 'mrr' ? t('account.perMonth', { amount: said }) : said}
      </button>
      <Tip id={id} pinned={pinned} field={field} value={value} />
      {(look === 'plain' || look === 'mrr') && <AgeMark value={value} />}
    </span>
  )
}

interface TipProps {
  id: string
  pinned: boolean
  field: ContextField
  value: FieldValue
}

function Tip({ id, pinned, field, value }: TipProps) {
  const { now } = useStores()
  const { t, relative } = useLanguage()
  const provenance = useComputed(() =>
    t('context.provenance', {
      source: sourceName(value.source),
      changed: relative(value.changedAt, now.value),
      read: relative(value.readAt, now.value),
    }),
  )
  const worked = value.content.kind === 'money' ? value.content.worked : undefined
  return (
    <span role="tooltip" id={id} class={pinned ? 'tip tip-pinned' : 'tip'}>
      <span class="tip-line">{provenance}</span>
      <span class="tip-line">{t(standing(field, value))}</span>
      {worked && <span class="tip-line">{t('context.worked', { worked })}</span>}
      <span class="tip-record">{t('context.record', { id: value.sourceId })}</span>
    </span>
  )
}

function standing(field: ContextField, value: FieldValue) {
  if (value !== field.value) return 'context.loses'
  return field.losing.length > 0 ? (`context.rule.${field.rule}` as const) : 'context.unopposed'
}

/** A clock and the age beside what has not been read for a day. */
function AgeMark({ value }: { value: FieldValue }) {
  const { now } = useStores()
  const { t, age } = useLanguage()
  const words = useComputed(() =>
    isOld(value, now.value) ? t('context.old', { age: age(now.value - value.readAt) }) : '',
  )
  if (words.value === '') return null
  return (
    <span class="aged">
      <Icon name="clock" />
      {words.value}
    </span>
  )
}

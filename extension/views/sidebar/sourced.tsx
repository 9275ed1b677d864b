import { useId, useState } from 'preact/hooks'
import type { ContextField, FieldContent, FieldValue } from '../../../shared/context-record.ts'
import { type Language, sourceName, useLanguage } from '../language.ts'
import { useStores } from './stores.ts'

interface Props {
  field: ContextField
  value?: FieldValue
  look?: 'plain' | 'tier' | 'mrr'
}

/** A value that says on hover, focus or touch where it comes from and how old it is. */
export function Sourced({ field, value = field.value, look = 'plain' }: Props) {
  const language = useLanguage()
  const { now } = useStores()
  const [pinned, pin] = useState(false)
  const id = useId()
  const { t, relative } = language
  const words = contentWords(value.content, language)
  return (
    <span class={`sourced sourced-${look}`}>
      <button
        type="button"
        aria-describedby={id}
        onClick={() => pin(!pinned)}
        onBlur={() => pin(false)}
        onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
      >
        {look === 'mrr' ? t('account.perMonth', { amount: words }) : words}
      </button>
      <span role="tooltip" id={id} class={pinned ? 'tip tip-pinned' : 'tip'}>
        {t('context.provenance', {
          source: sourceName(value.source),
          changed: relative(value.changedAt, now.value),
          read: relative(value.readAt, now.value),
        })}
      </span>
    </span>
  )
}

function contentWords(content: FieldContent, { money, date, locale }: Language): string {
  switch (content.kind) {
    case 'text':
      return content.text
    case 'money':
      return money(content.money)
    case 'date':
      return date(content.at)
    case 'count':
      return new Intl.NumberFormat(locale).format(content.count)
  }
}

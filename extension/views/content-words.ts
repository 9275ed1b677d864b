import type { ContextFieldName, FieldContent } from '../../shared/context-record.ts'
import type { Language } from './language.ts'

const CODED: ReadonlySet<ContextFieldName> = new Set(['subscription_status', 'payment_status'])
const LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i

/** A value as people read it. */
export function contentWords(field: ContextFieldName, content: FieldContent, language: Language): string {
  switch (content.kind) {
    case 'text':
      return textWords(field, content.text, language)
    case 'money':
      return language.money(content.money)
    case 'date':
      return language.date(content.at)
    case 'count':
      return language.number(content.count)
  }
}

function textWords(field: ContextFieldName, text: string, { code, locale }: Language): string {
  if (CODED.has(field)) return code('status', text)
  if (field !== 'language' || !LANGUAGE_TAG.test(text)) return text
  return new Intl.DisplayNames(locale, { type: 'language' }).of(text) ?? text
}

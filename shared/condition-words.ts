import { type Condition, type Conditions, conditionProblem } from './condition.ts'
import { type CatalogueField, catalogueField, choiceWords, type Operator } from './field-catalogue.ts'
import type { Locale, Localized } from './locale.ts'
import { amountText, anyOfThese, inEach, numberText, quoted, timeText } from './value-words.ts'

/** `Priority is urgent`: one condition, standing alone. */
export function conditionWords(condition: Condition): Localized {
  return inEach(locale => capital(clause(condition, locale)))
}

/** `Tags include any of refund or billing, and account revenue is at least $5,000.00 a month`: both lists. */
export function conditionsWords({ all, any }: Conditions): Localized {
  if (all.length + any.length === 0) return { en: 'Always', de: 'Immer' }
  return inEach(locale => {
    const { oneOf, also } = LINKS[locale]
    const needed = all.map(condition => clause(condition, locale))
    const options = any.map(condition => clause(condition, locale))
    const choice = options.length > 1 ? [`${oneOf}: ${options.join('; ')}`] : options
    return capital([...needed, ...choice].join(also))
  })
}

const LINKS = {
  en: { oneOf: 'at least one of', also: ', and ' },
  de: { oneOf: 'mindestens eines davon', also: ' und ' },
} as const

function clause(condition: Condition, locale: Locale): string {
  const { field: name, operator, value } = condition
  const field = catalogueField(name)
  if (!field || conditionProblem(condition)) return `${name} ${operator}`
  const [one, many] = VERBS[verbOf(field, condition)][locale]
  const verb = field.plural ? many : one
  return `${field.phrase[locale]} ${verb.replace('…', () => valueText(field, { operator, value }, locale))}`
}

type Verb = Operator | 'is_any_of' | 'is_none_of' | 'includes_any'

/** A choice is one thing and includes nothing; and of one word there is no `any`. */
function verbOf({ type }: CatalogueField, { operator, value }: Condition): Verb {
  const several = Array.isArray(value) && value.length > 1
  if (type === 'choice' && operator === 'includes') return several ? 'is_any_of' : 'is'
  if (type === 'choice' && operator === 'not_includes') return several ? 'is_none_of' : 'is_not'
  return operator === 'includes' && several ? 'includes_any' : operator
}

/** The verb of one and of many; `…` is where the value goes. */
const VERBS: Readonly<Record<Verb, Readonly<Record<Locale, readonly [string, string]>>>> = {
  is: { en: ['is …', 'are …'], de: ['ist …', 'sind …'] },
  is_not: { en: ['is not …', 'are not …'], de: ['ist nicht …', 'sind nicht …'] },
  is_any_of: { en: ['is …', 'are …'], de: ['ist …', 'sind …'] },
  is_none_of: { en: ['is none of …', 'are none of …'], de: ['ist nichts von …', 'sind nichts von …'] },
  less_than: { en: ['is below …', 'are below …'], de: ['liegt unter …', 'liegen unter …'] },
  less_than_equal: { en: ['is at most …', 'are at most …'], de: ['ist höchstens …', 'sind höchstens …'] },
  greater_than: { en: ['is above …', 'are above …'], de: ['liegt über …', 'liegen über …'] },
  greater_than_equal: {
    en: ['is at least …', 'are at least …'],
    de: ['ist mindestens …', 'sind mindestens …'],
  },
  includes: { en: ['includes …', 'include …'], de: ['enthält …', 'enthalten …'] },
  includes_any: {
    en: ['includes any of …', 'include any of …'],
    de: ['enthält mindestens eines von …', 'enthalten mindestens eines von …'],
  },
  not_includes: {
    en: ['includes none of …', 'include none of …'],
    de: ['enthält nichts von …', 'enthalten nichts von …'],
  },
  before: { en: ['is before …', 'are before …'], de: ['liegt vor dem …', 'liegen vor dem …'] },
  after: { en: ['is after …', 'are after …'], de: ['liegt nach dem …', 'liegen nach dem …'] },
  within_previous_n_days: {
    en: ['is within the last …', 'are within the last …'],
    de: ['liegt in den letzten …', 'liegen in den letzten …'],
  },
  within_next_n_days: {
    en: ['is within the next …', 'are within the next …'],
    de: ['liegt in den nächsten …', 'liegen in den nächsten …'],
  },
  older_than_n_days: {
    en: ['is more than … ago', 'are more than … ago'],
    de: ['liegt mehr als … zurück', 'liegen mehr als … zurück'],
  },
  present: { en: ['has a value', 'have a value'], de: ['hat einen Wert', 'haben einen Wert'] },
  not_present: { en: ['has no value', 'have no value'], de: ['hat keinen Wert', 'haben keinen Wert'] },
}

function valueText(
  field: CatalogueField,
  { operator, value }: Pick<Condition, 'operator' | 'value'>,
  locale: Locale,
): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) {
    const words = value.map(word => wordText(field, word, locale))
    return anyOfThese(words, locale)
  }
  if (typeof value === 'object') return amountText(field, value, locale)
  if (typeof value === 'string') return wordText(field, value, locale)
  return field.type === 'date' ? daysText(value, operator, locale) : numberText(value, locale)
}

function wordText({ type }: CatalogueField, word: string, locale: Locale): string {
  if (type === 'choice') return choiceWords(word)[locale]
  if (type === 'date') return timeText(word, locale)
  return type === 'text' ? quoted(word, locale) : word
}

/** One day is told as 24 hours, which is what it is. */
function daysText(days: number, operator: Operator, locale: Locale): string {
  if (locale === 'en') return days === 1 ? '24 hours' : `${numberText(days, locale)} days`
  if (days === 1) return '24 Stunden'
  return `${numberText(days, locale)} ${operator === 'older_than_n_days' ? 'Tage' : 'Tagen'}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

import { advance } from './business-time.ts'
import type { Calendar } from './calendar.ts'
import { durationText } from './duration.ts'
import type { Locale, Localized } from './locale.ts'

/**
 * What a target of `ms` means, by example of a clock that starts at `from` (epoch milliseconds): in the business time of
 * a calendar and its zone, or without a calendar day and night, told in UTC.
 */
export function targetExample(ms: number, from: number, calendar: Calendar | null): Localized {
  const due = calendar ? advance(calendar, from, ms) : from + ms
  const length = durationText(ms)
  const timeZone = calendar?.timeZone ?? 'UTC'
  const [en, de] = [momentIn('en', timeZone), momentIn('de', timeZone)]
  if (calendar && due === null) {
    const { name } = calendar
    return {
      en: `${length} business time in ${name}: from ${en(from)} to never, as it opens too little within 10 years`,
      de: `${length} Geschäftszeit in ${name}: von ${de(from)} bis nie, da innerhalb von 10 Jahren zu wenig geöffnet ist`,
    }
  }
  const until = due ?? from
  if (!calendar) {
    return {
      en: `${length} calendar time: from ${en(from)} to ${en(until)} UTC`,
      de: `${length} Kalenderzeit: von ${de(from)} bis ${de(until)} UTC`,
    }
  }
  return {
    en: `${length} business time in ${calendar.name}: from ${en(from)} to ${en(until)}`,
    de: `${length} Geschäftszeit in ${calendar.name}: von ${de(from)} bis ${de(until)}`,
  }
}

const TAGS = { en: 'en-GB', de: 'de-DE' } as const satisfies Record<Locale, string>

function momentIn(locale: Locale, timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat(TAGS[locale], {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return at => format.format(at).replaceAll(',', '')
}

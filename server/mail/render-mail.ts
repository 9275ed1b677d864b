import { Liquid, type LiquidOptions } from 'liquidjs'
import { CLOCK_NAMES } from '../../shared/clock-words.ts'
import type { Locale } from '../../shared/locale.ts'
import { lengthWords, momentWords } from '../../shared/time-words.ts'
import type { MailFacts } from './mail-facts.ts'
import { type MailTemplate, templateOf } from './templates.ts'

/** The engine never sees a file, and no more than a mail may need. */
const LIMITS: LiquidOptions = {
  templates: {},
  ownPropertyOnly: true,
  strictVariables: true,
  strictFilters: true,
  parseLimit: 20_000,
  renderLimit: 1_000,
  memoryLimit: 200_000,
}
const PLAIN = new Liquid(LIMITS)
const ESCAPING = new Liquid({ ...LIMITS, outputEscape: 'escape' })

const LONGEST_SUBJECT = 160
const LONGEST_WORDS = 500

/** Writes a mail. Other people's words are put in as they are: nothing in them is markup, a header or a template. */
export function renderMail(facts: MailFacts, locale: Locale): MailTemplate {
  const template = templateOf(facts.kind, locale)
  const scope = scopeOf(facts, locale)
  return {
    subject: oneLine(PLAIN.parseAndRenderSync(template.subject, scope), LONGEST_SUBJECT),
    text: PLAIN.parseAndRenderSync(template.text, scope),
    html: ESCAPING.parseAndRenderSync(template.html, scope),
  }
}

function scopeOf(facts: MailFacts, locale: Locale): Readonly<Record<string, string | boolean | null>> {
  const { timeZone, lengthMs, customer, holder, url } = facts
  return {
    clock: CLOCK_NAMES[facts.clock][locale],
    business: facts.unit === 'business',
    due: momentWords(facts.dueAt, { timeZone, locale }),
    length: lengthWords(lengthMs) ?? '<1 min',
    since: lengthWords(lengthMs),
    customer: customer === null ? null : oneLine(customer, LONGEST_WORDS),
    title: oneLine(facts.title, LONGEST_WORDS),
    rule: oneLine(facts.rule, LONGEST_WORDS),
    holder: holder === null ? null : oneLine(holder, LONGEST_WORDS),
    url: url !== null && /^https?:\/\//.test(url) ? oneLine(url, LONGEST_WORDS) : null,
  }
}

/** Control characters would end a header or a line, and marks of direction turn around what stands beside them. */
function oneLine(text: string, longest: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\s]+/gu, ' ').trim()
  // Half of a pair of code units would be no letter.
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

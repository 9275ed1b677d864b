import { describe, expect, test } from 'vitest'
import type { MailFacts } from '../../../server/mail/mail-facts.ts'
import { renderMail } from '../../../server/mail/render-mail.ts'
import { LOCALES } from '../../../shared/locale.ts'

const FACTS: MailFacts = {
  kind: 'warned',
  name: 'Ana Ruiz',
  address: 'ana@acme.test',
  clock: 'first-response',
  unit: 'business',
  dueAt: Date.parse('2026-11-20T13:00:00Z'),
  timeZone: 'Europe/Berlin',
  lengthMs: 48 * 60_000,
  customer: 'Initech GmbH',
  title: 'Charged twice in October',
  rule: 'Everybody',
  holder: null,
  url: 'https://acme.zendesk.com/agent/tickets/35436',
}
const KINDS = ['warned', 'missed', 'bumped'] as const

describe('a mail says', () => {
  test('what is due, until when in whose time, for whom, why and where', () => {
    const { subject, text, html } = renderMail(FACTS, 'en')
    expect(subject).toBe('First response: 48 min left, Charged twice in October')
    expect(
      text,
    ).toBe(`First response is due 20 Nov 2026, 14:00 (Europe/Berlin). 48 min of business hours left.

Customer: Initech GmbH
Ticket: Charged twice in October
Rule: Everybody
Open the ticket: https://acme.zendesk.com/agent/tickets/35436

Sent because the rule “Everybody” mails whoever has the ticket. Acknowledge it in Meshline, and you are not told of this clock again.
`)
    expect(html).toContain('<a href="https://acme.zendesk.com/agent/tickets/35436">Open the ticket</a>')
    expect(html).not.toMatch(/<img|<script|src=/)
  })

  test('the same in German', () => {
    const { subject, text, html } = renderMail(FACTS, 'de')
    expect(subject).toBe('Erste Antwort: noch 48 min, Charged twice in October')
    expect(text).toContain('ist fällig: 20.11.2026, 14:00 (Europe/Berlin). Noch 48 min Geschäftszeit.')
    expect(html).toContain('<html lang="de">')
  })

  test('since when it is missed, and who has it now', () => {
    const missed = { ...FACTS, kind: 'missed' as const, lengthMs: 3_900_000, holder: 'Sam Support' }
    expect(renderMail(missed, 'en').text).toContain('was missed, 1 h 5 min ago. Sam Support has it now.')
    expect(renderMail({ ...missed, lengthMs: 0 }, 'en').text).toContain('and was missed. Sam')
    expect(renderMail({ ...missed, kind: 'bumped' }, 'de').text).toContain(
      'Verpasst seit 1 h 5 min, daher liegt es jetzt bei Ihnen.',
    )
  })

  test.each(KINDS.flatMap(kind => LOCALES.map(locale => [kind, locale] as const)))(
    '%s, in %s: everything it can, and nothing where nothing is known',
    (kind, locale) => {
      const bare = { ...FACTS, kind, customer: null, holder: null, url: null, lengthMs: 0 }
      const { subject, text, html } = renderMail(bare, locale)
      for (const part of [subject, text, html]) expect(part).not.toMatch(/\{[{%]|null|undefined/)
      expect(text).not.toMatch(/\n\n\n|https/)
      expect(html).not.toContain('<a ')
    },
  )
})

describe('words of strangers stay words', () => {
  const hostile = `{{ rule }}{% include 'x' %}<img src=x onerror=alert(1)>"'&\r\nBcc: evil@z.test\u2028x\u202Ey`

  test('markup in a title is shown, not run', () => {
    const { html } = renderMail({ ...FACTS, title: hostile, customer: hostile, rule: hostile }, 'en')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  test('a title can end no header and no line, and turns no text around', () => {
    const { subject, text } = renderMail({ ...FACTS, title: hostile }, 'en')
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\u202e]/u)
    expect(text).not.toMatch(/^Bcc/m)
    expect(text).toContain('Bcc: evil@z.test x y')
  })

  test('Liquid in a title is not run', () => {
    const { subject, text } = renderMail({ ...FACTS, title: hostile }, 'en')
    for (const part of [subject, text]) expect(part).toContain(`{{ rule }}{% include 'x' %}`)
  })

  test('an address that is no web page is no link', () => {
    const { text, html } = renderMail({ ...FACTS, url: 'javascript:alert(1)' }, 'en')
    expect(text + html).not.toContain('javascript')
  })

  test('a quote in an address ends no attribute', () => {
    const { html } = renderMail({ ...FACTS, url: 'https://acme.test/"onmouseover="x' }, 'en')
    expect(html).toContain('href="https://acme.test/&#34;onmouseover=&#34;x"')
  })

  test('a long title is cut in the subject, never inside a letter', () => {
    const { subject, text } = renderMail({ ...FACTS, title: '😀'.repeat(200) }, 'en')
    expect(subject.length).toBeLessThanOrEqual(160)
    expect(subject.isWellFormed()).toBe(true)
    expect(text).toContain('😀'.repeat(200))
  })
})

test('a fact that is missing breaks the mail instead of leaving a hole', () => {
  const { title: _, ...rest } = FACTS
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  expect(() => renderMail(rest as MailFacts, 'en')).toThrow()
})

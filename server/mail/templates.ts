import type { Locale } from '../../shared/locale.ts'
import type { MailRow } from './store.ts'

type Words = Readonly<Record<MailRow['kind'], { readonly subject: string; readonly lead: string }>> & {
  readonly labels: Readonly<Record<'customer' | 'title' | 'rule' | 'open', string>>
  readonly foot: string
}

/** Liquid, with the variables of `render-mail.ts`. */
const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    warned: {
      subject: '{{ clock }}: {{ length }} left, {{ title }}',
      lead: '{{ clock }} is due {{ due }}. {{ length }}{% if business %} of business hours{% endif %} left.',
    },
    missed: {
      subject: '{{ clock }} missed: {{ title }}',
      lead: '{{ clock }} was due {{ due }} and was missed{% if since %}, {{ since }} ago{% endif %}.{% if holder %} {{ holder }} has it now.{% endif %}',
    },
    bumped: {
      subject: 'Now yours, {{ clock }} missed: {{ title }}',
      lead: '{{ clock }} was due {{ due }} and was missed{% if since %}, {{ since }} ago{% endif %}, so it went up to you.',
    },
    labels: { customer: 'Customer', title: 'Ticket', rule: 'Rule', open: 'Open the ticket' },
    foot: 'Sent because the rule “{{ rule }}” mails whoever has the ticket. Acknowledge it in Meshline, and you are not told of this clock again.',
  },
  de: {
    warned: {
      subject: '{{ clock }}: noch {{ length }}, {{ title }}',
      lead: '{{ clock }} ist fällig: {{ due }}. Noch {{ length }}{% if business %} Geschäftszeit{% endif %}.',
    },
    missed: {
      subject: '{{ clock }} verpasst: {{ title }}',
      lead: '{{ clock }} war fällig: {{ due }}. Verpasst{% if since %} seit {{ since }}{% endif %}.{% if holder %} Es liegt jetzt bei {{ holder }}.{% endif %}',
    },
    bumped: {
      subject: 'Jetzt bei Ihnen, {{ clock }} verpasst: {{ title }}',
      lead: '{{ clock }} war fällig: {{ due }}. Verpasst{% if since %} seit {{ since }}{% endif %}, daher liegt es jetzt bei Ihnen.',
    },
    labels: { customer: 'Kunde', title: 'Ticket', rule: 'Regel', open: 'Ticket öffnen' },
    foot: 'Gesendet, weil die Regel „{{ rule }}“ allen schreibt, bei denen das Ticket liegt. Bestätigen Sie es in Meshline, dann hören Sie von dieser Uhr nichts mehr.',
  },
}

/** The three parts of a mail, as Liquid. */
export interface MailTemplate {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export function templateOf(kind: MailRow['kind'], locale: Locale): MailTemplate {
  const { labels, foot, [kind]: words } = WORDS[locale]
  return {
    subject: words.subject,
    text: `${words.lead}

{% if customer %}${labels.customer}: {{ customer }}
{% endif %}${labels.title}: {{ title }}
${labels.rule}: {{ rule }}
{% if url %}${labels.open}: {{ url }}
{% endif %}
${foot}
`,
    html: `<!doctype html>
<html lang="${locale}">
<body style="font-family: system-ui, sans-serif; font-size: 15px; line-height: 1.5; color: #1f2328; max-width: 36em">
<p>${words.lead}</p>
<p>{% if customer %}${labels.customer}: {{ customer }}<br>{% endif %}${labels.title}: {{ title }}<br>${labels.rule}: {{ rule }}</p>
{% if url %}<p><a href="{{ url }}">${labels.open}</a></p>
{% endif %}<p style="color: #59636e; font-size: 13px">${foot}</p>
</body>
</html>
`,
  }
}

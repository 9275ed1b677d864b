import { FIELD_NAMES } from '../../shared/field-catalogue.ts'

/**
 * German for what the check of a policy says in English, in one table: the schemas serve files and commands, whose
 * authors write English words anyway. A message that is in no row stays English, and a test tells which those are.
 */
const ROWS: readonly (readonly [RegExp, string])[] = [
  // Names, titles, durations.
  [
    /^must be lower-case letters, digits and dashes.*$/,
    'darf nur Kleinbuchstaben, Ziffern und Bindestriche haben, höchstens 64, etwa „billing-emea“',
  ],
  [/^must say what it is for$/, 'muss sagen, wofür es ist'],
  [/^must be at most (\d+) characters$/, 'darf höchstens $1 Zeichen haben'],
  [/^must be a duration above zero.*$/, 'muss eine Dauer über null sein, etwa 15m, 4h, 3d oder PT15M'],
  // Routing.
  [
    /^(.+) is taken by (?:one|a rule) before it; give this one another name$/,
    '$1 heißt schon etwas davor; geben Sie diesem einen anderen Namen',
  ],
  [
    /^(.+) is not a team of this policy; there are: none yet$/,
    '$1 ist kein Team dieser Richtlinie; es gibt noch keines',
  ],
  [/^(.+) is not a team of this policy; there are: (.+)$/, '$1 ist kein Team dieser Richtlinie; es gibt: $2'],
  [/^must be (.+), as that is what the team (.+) does$/, 'muss $1 sein, denn das macht das Team $2'],
  [
    /^must be empty in the last rule.*$/,
    'muss in der letzten Regel leer sein, damit kein Vorgang ohne Verantwortlichen bleibt',
  ],
  [
    /^is empty, so no rule after it can ever match.*$/,
    'ist leer, daher trifft keine Regel danach je zu; machen Sie sie zur letzten',
  ],
  [/^must have at least one rule$/, 'muss mindestens eine Regel haben'],
  [
    /^Test “(.+)”: expected no rule, but (.+) matches$/,
    'Test „$1“: keine Regel erwartet, aber es trifft zu: $2',
  ],
  [/^Test “(.+)”: expected (.+), but no rule matches$/, 'Test „$1“: $2 erwartet, aber keine Regel trifft zu'],
  [/^Test “(.+)”: expected (.+), but (.+) matches$/, 'Test „$1“: $2 erwartet, aber es trifft zu: $3'],
  [/^(.+) is no active member$/, '$1 ist kein aktives Mitglied'],
  [/^Nobody holds the role (.+)$/, 'Niemand hat die Rolle $1'],
  // Response times.
  [
    /^must name a calendar, as a target counts business time$/,
    'muss einen Kalender nennen, denn ein Ziel zählt Geschäftszeit',
  ],
  [
    /^There is no calendar (.+); add it first: .*$/,
    'Einen Kalender $1 gibt es nicht; legen Sie ihn zuerst unter Kalender an',
  ],
  [
    /^The SLA policy counts by the calendar (.+); keep it, or change that policy first$/,
    'Die Antwortzeiten zählen nach dem Kalender $1; behalten Sie ihn, oder ändern Sie zuerst jene',
  ],
  [/^must have at least one of (.+)$/, 'muss mindestens eines haben von: $1'],
  [
    /^(.+) was bumped to by a step before; escalation must go on to somebody else$/,
    '$1 ist schon in einem Schritt davor an der Reihe; danach muss jemand anderes folgen',
  ],
  [/^must lie between 0 and 1$/, 'muss zwischen 0 und 1 liegen (0 und 100 Prozent)'],
  // Conditions and facts.
  [
    /^must be a field conditions know; did you mean (".+")\?$/,
    'muss ein bekanntes Feld sein; meinten Sie $1?',
  ],
  [/^must be a field conditions know: one of (.+)$/, 'muss ein bekanntes Feld sein, eines von: $1'],
  [/^is not a field conditions know; did you mean (".+")\?$/, 'ist kein bekanntes Feld; meinten Sie $1?'],
  [/^is not a field conditions know; use one of (.+)$/, 'ist kein bekanntes Feld; es gibt: $1'],
  [
    /^must be a text, a number, a list of texts or an amount such as (.+?), in cents.*$/,
    'muss ein Text, eine Zahl, eine Liste von Texten oder ein Betrag sein, etwa $1',
  ],
  [/^has nothing to ask of (.+)$/, 'kann $1 nichts fragen'],
  [/^must be one of (.+) for (\S+), which is .+$/, 'muss für $2 eines sein von: $1'],
  [/^must be left out with (.+)$/, 'muss bei $1 fehlen'],
  [/^must be left out$/, 'muss fehlen'],
  [/^must be one of (.+); did you mean (".+")\?$/, 'muss eines sein von: $1; meinten Sie $2?'],
  [/^must be one of (.+)$/, 'muss eines sein von: $1'],
  [
    /^must be a date such as (".+") or (".+?")(, or null where it is empty)?$/,
    'muss ein Datum sein, etwa $1 oder $2',
  ],
  [/^must be a text of 1 to (\d+) characters$/, 'muss ein Text von 1 bis $1 Zeichen sein'],
  [/^must be a number(, or null where it is empty)?$/, 'muss eine Zahl sein'],
  [/^must be a text, or null where it is empty$/, 'muss ein Text sein'],
  [
    /^must be a list of tags such as (.+), or null where it is empty$/,
    'muss eine Liste von Stichwörtern sein, etwa $1',
  ],
  [/^must be an amount such as (\{.+?\}).*$/, 'muss ein Betrag sein, etwa $1, in Cent oder dergleichen'],
  [/^must have a currency of ISO 4217, not (.*),$/, 'muss eine Währung nach ISO 4217 haben, nicht $1'],
  [/^must be a whole number of days from 1 to (\d+)$/, 'muss eine ganze Zahl von Tagen sein, 1 bis $1'],
  [
    /^must be a list of 1 to (\d+) tags, such as (.+),$/,
    'muss eine Liste von 1 bis $1 Stichwörtern sein, etwa $2',
  ],
  [
    /^must be a list of 1 to (\d+) texts, such as (.+),$/,
    'muss eine Liste von 1 bis $1 Texten sein, etwa $2',
  ],
  [/^must have at most (\d+) characters in all$/, 'darf zusammen höchstens $1 Zeichen haben'],
  [
    /^must have a letter or a digit in each text$/,
    'muss in jedem Text einen Buchstaben oder eine Ziffer haben',
  ],
  [/^must be a list of conditions$/, 'muss eine Liste von Bedingungen sein'],
  [/^must have at most (\d+) conditions.*$/, 'darf höchstens $1 Bedingungen haben, beide Listen zusammen'],
  // Calendars.
  [
    /^(.+) is no time zone we know; it must be .*$/,
    '$1 ist keine bekannte Zeitzone; nötig ist ihr IANA-Name, etwa „Europe/Berlin“ oder „UTC“',
  ],
  [
    /^must be the IANA name of a time zone.*$/,
    'muss der IANA-Name einer Zeitzone sein, etwa „Europe/Berlin“ oder „UTC“',
  ],
  [/^must be a time in quotes such as (".+")$/, 'muss eine Uhrzeit in Anführungszeichen sein, etwa $1'],
  [
    /^must be a time in quotes such as (".+?"), or "24:00" for the end of the day$/,
    'muss eine Uhrzeit in Anführungszeichen sein, etwa $1, oder "24:00" für das Ende des Tages',
  ],
  [/^must be a date in quotes such as (".+")$/, 'muss ein Datum in Anführungszeichen sein, etwa $1'],
  [/^(.+) does not exist; write a date such as (".+")$/, '$1 gibt es nicht; schreiben Sie ein Datum wie $2'],
  [
    /^must be a name of 1 to 200 characters in quotes$/,
    'muss ein Name von 1 bis 200 Zeichen in Anführungszeichen sein',
  ],
  [
    /^must be true, or left out for an interval that ends the same day$/,
    'muss true sein, oder fehlen, wenn der Abschnitt am selben Tag endet',
  ],
  [
    /^ends before it starts; write "24:00" for midnight$/,
    'endet, bevor es beginnt; schreiben Sie "24:00" für Mitternacht',
  ],
  [
    /^ends before it starts; add overnight: true.*$/,
    'endet, bevor es beginnt; mit overnight: true geht es am nächsten Tag weiter',
  ],
  [
    /^ends before it starts; write one break for each day it touches$/,
    'endet, bevor es beginnt; schreiben Sie für jeden Tag eine eigene Pause',
  ],
  [
    /^ends on the day it starts; leave overnight out.*$/,
    'endet am Tag, an dem es beginnt; lassen Sie overnight weg',
  ],
  [
    /^must be a list of intervals such as (.+); \[\] is closed$/,
    'muss eine Liste von Abschnitten sein, etwa $1; [] ist geschlossen',
  ],
  [
    /^(.+) and (.+) overlap; end one before the other starts$/,
    '$1 und $2 überschneiden sich; beenden Sie das eine, bevor das andere beginnt',
  ],
  [
    /^(.+) overlaps the break (.+) of (.+); make them one$/,
    '$1 überschneidet sich mit der Pause $2 am $3; machen Sie eine daraus',
  ],
  [
    /^(.+) starts before the night of (.+) \((.+)\) has ended$/,
    '$1 beginnt, bevor die Nacht von $2 ($3) zu Ende ist',
  ],
  [/^(.+) is listed twice; keep one$/, '$1 steht zweimal da; behalten Sie eines'],
  [/^must be a list of (holidays|breaks|overrides)$/, 'muss eine Liste sein ($1)'],
  // What any part may lack or have too much of.
  [
    /^has (.+), which means nothing here; it must be (?:like )?(.+)$/,
    'hat $1, was hier nichts bedeutet; so muss es aussehen: $2',
  ],
  [/^must be (?:like |an object with )(.+)$/, 'muss so aussehen: $1'],
  [/^must be (\{.+\})$/, 'muss so aussehen: $1'],
  [
    /^must be an object with a list of intervals for each of the seven days.*$/,
    'muss für jeden der sieben Tage eine Liste von Abschnitten haben; [] ist geschlossen',
  ],
  [/^Invalid email address$/, 'muss eine E-Mail-Adresse sein'],
  [/^Invalid input: expected .+, received undefined$/, 'fehlt'],
  [/^Invalid input: expected string, received .+$/, 'muss ein Text sein'],
  [/^Invalid input: expected number, received .+$/, 'muss eine Zahl sein'],
  [/^Invalid input: expected boolean, received .+$/, 'muss true oder false sein'],
  [/^Invalid input: expected array, received .+$/, 'muss eine Liste sein'],
  [/^Invalid input: expected (?:object|record), received .+$/, 'muss ein Objekt sein'],
  [/^Invalid (?:option|input): expected one of (.+)$/, 'muss eines sein von: $1'],
  [/^Invalid (?:input|key in record)$/, 'passt nicht'],
  [/^Unrecognized keys?: (.+)$/, 'hat $1, was hier nichts bedeutet'],
  [/^Too big: expected array to have <=(\d+) items$/, 'darf höchstens $1 Einträge haben'],
  [/^Too small: expected array to have >=(\d+) items$/, 'muss mindestens $1 Einträge haben'],
  [/^Too big: expected string to have <=(\d+) characters$/, 'darf höchstens $1 Zeichen haben'],
  [/^Too small: expected string to have >=1 characters$/, 'darf nicht leer sein'],
]

/** Null where there is no German for it. */
export function problemInGerman(message: string): string | null {
  const [, head = '', field, operator] = /^(.*) for (\S+) (\S+)$/.exec(message) ?? []
  if (!FIELD_NAMES.some(name => name === field)) return inTable(message)
  const words = inTable(head)
  return words && `${words} (${field} ${operator})`
}

function inTable(message: string): string | null {
  const row = ROWS.find(([pattern]) => pattern.test(message))
  return row ? message.replace(...row) : null
}

/** A property's value as it is written. */
export interface IcalLine {
  readonly value: string
}

/** One event's properties by their name in capitals; of one that is given twice, the first. */
export type EventLines = ReadonlyMap<string, IcalLine>

const NOT_ICAL =
  'this is no iCalendar text: it does not start with BEGIN:VCALENDAR; export the calendar as .ics and use that file'
const CUT_OFF = 'the iCalendar text is cut off: a part that begins does not end; export it again'

/** The events of an iCalendar text, without what is nested in them, such as alarms (RFC 5545, 3.1 and 3.4). */
export function readEvents(text: string): { events: EventLines[] } | { unreadable: string } {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
  if (lines[0]?.trim().toUpperCase() !== 'BEGIN:VCALENDAR') return { unreadable: NOT_ICAL }
  const events: EventLines[] = []
  const open: { name: string; properties: Map<string, IcalLine> }[] = []
  for (const line of lines) {
    const property = readLine(line)
    if (!property) {
      return { unreadable: `this line is not iCalendar, remove it: ${line.slice(0, 60)}` }
    }
    const { name, value } = property
    const inner = open.at(-1)
    if (name === 'BEGIN') {
      open.push({ name: value.toUpperCase(), properties: new Map() })
    } else if (name !== 'END') {
      if (inner && !inner.properties.has(name)) inner.properties.set(name, { value })
    } else if (inner?.name === value.toUpperCase()) {
      open.pop()
      if (inner.name === 'VEVENT') events.push(inner.properties)
    } else {
      return { unreadable: CUT_OFF }
    }
  }
  return open.length > 0 ? { unreadable: CUT_OFF } : { events }
}

/** `NAME;PARAMETER="a:b":value`; what the parameters say is not needed, as values bear their own form. */
function readLine(line: string): { name: string; value: string } | null {
  const [, name, value] = /^([a-z0-9-]+)(?:;[^=:;]+=(?:"[^"]*"|[^":;])*)*:(.*)$/is.exec(line) ?? []
  return name === undefined || value === undefined ? null : { name: name.toUpperCase(), value: value.trim() }
}

/** The parts of a recurrence rule by their name in capitals. */
export function readParts(rule: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    rule
      .toUpperCase()
      .split(';')
      .filter(part => part !== '')
      .map(part => {
        const [name = '', value = ''] = part.split('=')
        return [name, value]
      }),
  )
}

/** A TEXT value as people read it, on one line (RFC 5545, 3.3.11). */
export function unescaped(text: string): string {
  return text
    .replace(/\\(.)/gs, (_, char: string) => (char.toLowerCase() === 'n' ? ' ' : char))
    .replace(/\s+/g, ' ')
    .trim()
}

import { Command } from 'commander'
import type { Holiday } from '../../shared/calendar.ts'
import { readIcal } from '../../shared/ical.ts'
import { nationalHolidays } from '../calendars/national-holidays.ts'
import { readTextFile, yamlOf } from './policy-document.ts'
import { Misuse, type Terminal } from './terminal.ts'

/** How many years one command lists at most. */
const MOST_YEARS = 50

interface Years {
  readonly from?: string
  readonly until?: string
}

interface PlaceOptions extends Years {
  readonly state?: string
  readonly region?: string
  readonly language: string
}

export function holidaysCommand(terminal: Terminal): Command {
  return new Command('holidays')
    .description('Print the public holidays of a place, to paste into a calendar')
    .argument('<country>', 'such as DE or US')
    .option('--state <code>', 'such as BY')
    .option('--region <code>', 'a part of the state')
    .option('--from <year>', 'the first year; this one where it is left out')
    .option('--until <year>', 'the last year; the one after the first where it is left out')
    .option('--language <code>', 'of the names', 'en')
    .action((country: string, options: PlaceOptions) => {
      const { state, region, language } = options
      const wish = { ...yearsOf(terminal, options), language }
      const found = nationalHolidays({ country, state, region }, wish)
      if (found.kind === 'unknown-place') throw new Misuse(capital(found.reason))
      print(terminal, found)
    })
}

export function icalCommand(terminal: Terminal): Command {
  return new Command('ical')
    .description('Print the whole days of an iCalendar file as holidays, to paste into a calendar')
    .argument('<file>', 'such as holidays.ics')
    .requiredOption('--zone <name>', 'the IANA name of the calendar’s time zone, such as Europe/Berlin')
    .option('--from <year>', 'the first year; this one where it is left out')
    .option('--until <year>', 'the last year; the one after the first where it is left out')
    .action((file: string, options: Years & { readonly zone: string }) => {
      const timeZone = options.zone
      if (!isZone(timeZone)) throw new Misuse(`${timeZone} is no time zone; use a name such as Europe/Berlin`)
      const found = readIcal(readTextFile(file), { ...yearsOf(terminal, options), timeZone })
      if (found.kind === 'unreadable') throw new Misuse(`${file} cannot be read: ${found.reason}`)
      print(terminal, found)
    })
}

interface Found {
  readonly holidays: readonly Holiday[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

/** What is left out is said beside the output, so that the output itself can be pasted. */
function print(terminal: Terminal, { holidays, skipped }: Found): void {
  terminal.print(yamlOf({ holidays }))
  for (const { name, reason } of skipped) terminal.complain(`Left out: ${name}: ${reason}`)
}

function yearsOf({ now }: Terminal, { from, until }: Years): { fromYear: number; untilYear: number } {
  const fromYear = from === undefined ? new Date(now()).getUTCFullYear() : yearIn(from)
  const untilYear = until === undefined ? fromYear + 1 : yearIn(until)
  if (untilYear < fromYear)
    throw new Misuse(`${untilYear} comes before ${fromYear}; give the first year as --from`)
  if (untilYear - fromYear >= MOST_YEARS) throw new Misuse(`Ask for at most ${MOST_YEARS} years at once`)
  return { fromYear, untilYear }
}

function yearIn(text: string): number {
  if (/^(?:19|20|21)\d\d$/.test(text)) return Number(text)
  throw new Misuse(`${text} is not a year; write it as 2026`)
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

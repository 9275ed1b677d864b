import { burnDown } from '../../shared/sla.ts'
import { deskRecordOf } from '../../shared/work-item.ts'
import { readAccountFace } from '../context/read-context-record.ts'
import type { MailFacts } from '../mail/mail-facts.ts'
import type { MailRow } from '../mail/store.ts'
import { linksOfItem, ownershipOf, readItem } from '../ownership/store.ts'
import { readPolicy } from '../policies/store.ts'
import { ruleOfClock } from '../sla/rule-of-clock.ts'
import { clocksOf, findClockById } from '../sla/store.ts'
import type { Reader } from '../store/store.ts'

/** What a mail says, as things are now. Times: epoch milliseconds. */
export async function readMailFacts(db: Reader, mail: MailRow, now: number): Promise<MailFacts> {
  const row = await findClockById(db, mail.clock_id)
  const [clock] = row ? await clocksOf(db, [row]) : []
  if (!row || !clock) throw new Error(`Clock ${mail.clock_id} vanished while its mail was written`)
  const item = await readItem(db, mail.item_id)
  const member = await readAddressee(db, mail.member_id)
  const account = item.account_id ? await readAccountFace(db, item.account_id) : null
  const links = await linksOfItem(db, item.id)
  const { person } = ownershipOf(item)
  return {
    kind: mail.kind,
    name: member.name,
    address: member.email,
    clock: clock.kind,
    unit: clock.unit,
    dueAt: clock.dueAt,
    timeZone: await timeZoneOf(db, member.calendar),
    lengthMs: Math.abs(burnDown(clock, now).leftMs),
    customer: account?.name ?? null,
    title: item.title,
    rule: (await ruleOfClock(db, row))?.rule.title ?? '',
    holder: person && person.id !== mail.member_id ? person.name : null,
    url: deskRecordOf(links)?.url ?? null,
  }
}

function readAddressee(db: Reader, memberId: string) {
  return db
    .selectFrom('members')
    .select(['name', 'email', 'calendar'])
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow()
}

/** Where somebody works, by the calendar of their hours. */
async function timeZoneOf(db: Reader, calendar: string | null): Promise<string> {
  if (calendar === null) return 'UTC'
  const { calendars } = (await readPolicy(db, 'calendars')).policy
  return calendars.find(({ name }) => name === calendar)?.timeZone ?? 'UTC'
}

import { Command } from 'commander'
import type { Member } from '../../shared/member.ts'
import { Presence } from '../../shared/ownership.ts'
import { cancelLeave } from '../access/cancel-leave.ts'
import { recordLeave } from '../access/record-leave.ts'
import { type Availability, setAvailability } from '../access/set-availability.ts'
import { findMember, leavesOf } from '../access/store.ts'
import type { Reader } from '../store/store.ts'
import { Misuse, type Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

/** Commands about when somebody is there and how much they take on. */
export function availabilityCommands(terminal: Terminal): Command[] {
  return [
    new Command('hours')
      .description('Say by which calendar somebody works; `always` for any time')
      .argument('<email>')
      .argument('<calendar>', 'a name, such as office-berlin')
      .action((email: string, calendar: string) =>
        change(terminal, email, { calendar: calendar === 'always' ? null : calendar }),
      ),
    new Command('capacity')
      .description('Say how many open items somebody takes on; `unlimited` for any number')
      .argument('<email>')
      .argument('<items>', 'such as 20')
      .action((email: string, items: string) => change(terminal, email, { capacity: parseCapacity(items) })),
    new Command('presence')
      .description('Say whether somebody takes on new items now; what they have they keep')
      .argument('<email>')
      .argument('<presence>', Presence.options.join(' or '))
      .action((email: string, presence: string) =>
        change(terminal, email, { presence: parsePresence(presence) }),
      ),
    new Command('leave')
      .description('Record a leave: what they have goes to whoever is next, from its first moment on')
      .argument('<email>')
      .requiredOption('--from <time>', 'such as 2026-12-21 or 2026-12-21T09:00:00+01:00')
      .requiredOption('--until <time>', 'the first moment they are back')
      .option('--reason <words>', 'shown to nobody but in the audit log', 'leave')
      .action((email: string, options: LeaveOptions) => leave(terminal, email, options)),
    new Command('leaves')
      .description('The leaves of somebody that are not over, the next one first')
      .argument('<email>')
      .option('--json', 'print JSON')
      .action((email: string, options: { json?: true }) => leaves(terminal, email, options)),
    new Command('leave-cancel')
      .description('Take back a leave that is not over')
      .argument('<email>')
      .argument('<id>', 'as member leaves prints it')
      .action((email: string, id: string) => cancel(terminal, email, id)),
  ]
}

interface LeaveOptions {
  readonly from: string
  readonly until: string
  readonly reason: string
}

async function change(terminal: Terminal, email: string, availability: Availability): Promise<void> {
  await withStore(terminal, async ({ store, actor }) => {
    const outcome = await store.write(actor, tx => setAvailability(tx, addressIn(email), availability))
    if (outcome.kind === 'no-member') throw new Misuse(noMember(email))
    if (outcome.kind === 'no-calendar') {
      const known = outcome.known.join(', ') || 'none yet; add one: meshline policy set calendars <file>'
      throw new Misuse(`There is no calendar ${availability.calendar}; there are: ${known}`)
    }
    terminal.print(`${email}: noted; items that waited for somebody were looked at again`)
  })
}

async function leave(terminal: Terminal, email: string, options: LeaveOptions): Promise<void> {
  const order = {
    email: addressIn(email),
    startsAt: parseTime(options.from),
    endsAt: parseTime(options.until),
    reason: options.reason,
  }
  await withStore(terminal, async ({ store, actor }) => {
    const outcome = await store.write(actor, tx => recordLeave(tx, order))
    if (outcome.kind === 'no-member') throw new Misuse(noMember(email))
    if (outcome.kind === 'ends-before-it-starts') throw new Misuse('--until must come after --from')
    if (outcome.kind === 'over-already') throw new Misuse('This leave is over already; nothing was recorded')
    terminal.print(`${email} is on leave from ${options.from} until ${options.until}`)
  })
}

async function leaves(terminal: Terminal, email: string, options: { json?: true }): Promise<void> {
  await withStore(terminal, async ({ store }) => {
    const { id } = await memberOf(store.db, email)
    const found = await leavesOf(store.db, id, terminal.now())
    if (options.json) return terminal.print(JSON.stringify(found))
    if (found.length === 0) terminal.print(`${email} has no leave before them`)
    for (const { id: leaveId, startsAt, endsAt, reason } of found) {
      const times = [startsAt, endsAt].map(at => new Date(at).toISOString())
      terminal.print([leaveId, ...times, reason].join('\t'))
    }
  })
}

async function cancel(terminal: Terminal, email: string, leaveId: string): Promise<void> {
  await withStore(terminal, async ({ store, actor }) => {
    const { id: memberId } = await memberOf(store.db, email)
    const outcome = await store.write(actor, tx => cancelLeave(tx, { leaveId, memberId }))
    if (outcome === 'no-leave')
      throw new Misuse(`${email} has no leave ${leaveId}; see meshline member leaves ${email}`)
    if (outcome === 'over-already') throw new Misuse('This leave is over; there is nothing to take back')
    terminal.print(`${email}: the leave is taken back; items that waited for somebody were looked at again`)
  })
}

async function memberOf(db: Reader, email: string): Promise<Member> {
  const member = await findMember(db, { email: addressIn(email) })
  if (!member) throw new Misuse(noMember(email))
  return member
}

function parseCapacity(text: string): number | null {
  if (text === 'unlimited') return null
  if (!/^\d{1,4}$/.test(text))
    throw new Misuse(`${text} is not a number of items; write one such as 20, or unlimited`)
  return Number(text)
}

function parsePresence(text: string): Presence {
  const presence = Presence.safeParse(text)
  if (!presence.success) throw new Misuse(`${text} is neither ${Presence.options.join(' nor ')}`)
  return presence.data
}

/** A date alone begins at midnight, UTC. */
function parseTime(text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new Misuse(`${text} is not a time; write one such as 2026-12-21T09:00:00+01:00`)
  return at
}

function addressIn(text: string): string {
  return text.trim().toLowerCase()
}

function noMember(email: string): string {
  return `${email} is not a member; see meshline member list`
}

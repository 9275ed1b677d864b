import { salesforceId } from '../../../shared/salesforce-id.ts'
import {
  type Identifier,
  nameKey,
  type RecordName,
  type SourceRecord,
} from '../../../shared/source-record.ts'
import { type Observation, UnreadableAnswer, type VendorReader } from '../connector.ts'
import type { ReadCase } from './case-story.ts'
import { type Kind, kindOfType, type Reading } from './kinds.ts'
import type { Objects } from './objects.ts'
import { accountName, contactName } from './records.ts'
import { Account, Row } from './shapes.ts'
import { containing, inGroups, oneOf, quoted } from './soql.ts'
import { salesforceStreams } from './streams.ts'
import { websiteDomain } from './website.ts'

/** People who share an address, and accounts on a domain, past which nobody can be meant. */
const MOST_PEOPLE = 10
const MOST_ACCOUNTS = 50

/** A record, the person it is from, that person's account, and the account it was merged into. */
const FARTHEST = 4

/** Reads cases, accounts, contacts, opportunities and contracts, always with the account. */
export function salesforceReader(
  objects: Objects,
  readCase: ReadCase,
  pace: { now: () => number; pauseMs: () => number },
): VendorReader {
  return {
    source: 'salesforce',

    async read(subject) {
      const id = salesforceId(subject.id)
      if (id === null || kindOfType(subject.type) === null) return null
      const name = { source: 'salesforce', type: subject.type, id }
      const readAt = pace.now()
      const told = subject.type === 'case' ? await readCase(id) : null
      if (subject.type === 'case' && !told) return null
      const records = await withSurroundings(objects, told ? [] : [name], told?.reading)
      const isKnown = records.some(record => nameKey(record.name) === nameKey(name))
      const facts = told?.facts ?? []
      return isKnown ? { source: 'salesforce', readAt, subject: name, records, facts } : null
    },

    async readByIdentifiers(identifiers) {
      const readAt = pace.now()
      const certain = [
        ...(await namedAccounts(objects, identifiers)),
        ...(await peopleByEmail(objects, valuesOf(identifiers, 'email'))),
      ]
      const names =
        certain.length > 0 ? certain : await accountsByDomain(objects, valuesOf(identifiers, 'domain'))
      const records = await withSurroundings(objects, names)
      if (records.length === 0) return []
      const observation: Observation = {
        source: 'salesforce',
        readAt,
        subject: null,
        records,
        facts: [],
      }
      return [observation]
    },

    streams: salesforceStreams(objects, pace.pauseMs),
  }
}

const NOTHING: Reading = { records: [], unreadable: [], also: [] }

/** The records of these names, what was read of others already, and everything they hang on, each once. */
async function withSurroundings(
  objects: Objects,
  names: readonly RecordName[],
  known: Reading = NOTHING,
): Promise<SourceRecord[]> {
  const found = new Map(known.records.map(record => [nameKey(record.name), record]))
  const asked = new Set<string>()
  let next = [...names, ...known.records.flatMap(mentionedBy), ...known.also]
  for (let step = 0; step < FARTHEST && next.length > 0; step++) {
    for (const name of next) asked.add(nameKey(name))
    const readings = await Promise.all(
      [...Map.groupBy(next, ({ type }) => type)].map(([type, group]) =>
        readNamed(objects, kindOfType(type), group),
      ),
    )
    const records = readings.flatMap(reading => reading.records)
    for (const record of records) found.set(nameKey(record.name), record)
    const mentioned = [...records.flatMap(mentionedBy), ...readings.flatMap(({ also }) => also)]
    next = mentioned.filter(name => !asked.has(nameKey(name)) && !found.has(nameKey(name)))
  }
  return [...found.values()]
}

function mentionedBy({ belongsTo, mergedInto }: SourceRecord): RecordName[] {
  return [belongsTo, mergedInto].filter(name => name !== null)
}

async function readNamed(
  objects: Objects,
  kind: Kind | null,
  names: readonly RecordName[],
): Promise<Reading> {
  if (!kind) return NOTHING
  const rows: unknown[] = []
  let readAt = Number.POSITIVE_INFINITY
  for (const ids of inGroups(names.map(({ id }) => id))) {
    const found = await objects.select(kind, `WHERE Id IN ${oneOf(ids)}`)
    if (!found) return NOTHING
    rows.push(...found.rows)
    readAt = Math.min(readAt, found.readAt)
  }
  const reading = await objects.read(kind, { rows, readAt })
  const asked = new Set(names.map(({ type, id }) => `${type} ${id}`))
  const unreadable = reading.unreadable.filter(({ name }) => asked.has(name))
  if (unreadable.length === 0) return reading
  const what = unreadable.map(({ name, why }) => `${name}: ${why}`).join('\n')
  throw new UnreadableAnswer({
    en: `Salesforce described a record in a way nobody can read: ${what}`,
    de: `Salesforce hat einen Datensatz unlesbar beschrieben: ${what}`,
  })
}

/** Accounts that others know by Salesforce's id or that hold the id of theirs. */
async function namedAccounts(objects: Objects, identifiers: readonly Identifier[]): Promise<RecordName[]> {
  const ids = valuesOf(identifiers, 'salesforce-account').flatMap(text => salesforceId(text) ?? [])
  const customers = valuesOf(identifiers, 'stripe-customer')
  const isLinked = customers.length > 0 && (await objects.has('Account', 'Stripe_Customer_Id__c'))
  const linked = isLinked
    ? await idsOf(objects, 'account', `Stripe_Customer_Id__c IN ${oneOf(customers)}`)
    : []
  return [...ids, ...linked].map(accountName)
}

async function peopleByEmail(objects: Objects, emails: readonly string[]): Promise<RecordName[]> {
  if (!(await objects.has('Contact', 'Email'))) return []
  const found = await Promise.all(
    emails.map(email =>
      idsOf(
        objects,
        'contact',
        `Email = ${quoted(email)} AND IsDeleted = false ORDER BY Id LIMIT ${MOST_PEOPLE}`,
      ),
    ),
  )
  return found.flat().map(contactName)
}

/** LIKE also finds `notacme.example` and `acme.example.org`, so the website has its own say. */
async function accountsByDomain(objects: Objects, domains: readonly string[]): Promise<RecordName[]> {
  const kind = kindOfType('account')
  if (!kind || !(await objects.has('Account', 'Website'))) return []
  const found = await Promise.all(
    domains.map(async domain => {
      const like = `Website LIKE ${containing(domain)} AND IsDeleted = false`
      const alike = await objects.select(kind, `WHERE ${like} ORDER BY Id LIMIT ${MOST_ACCOUNTS}`)
      const accounts = (alike?.rows ?? []).flatMap(row => Account.safeParse(row).data ?? [])
      return accounts.filter(({ Website }) => websiteDomain(Website) === domain).map(({ Id }) => Id)
    }),
  )
  return found.flat().map(accountName)
}

async function idsOf(objects: Objects, type: string, condition: string): Promise<string[]> {
  const kind = kindOfType(type)
  const found = kind && (await objects.select(kind, `WHERE ${condition}`))
  return (found?.rows ?? []).flatMap(row => Row.safeParse(row).data?.Id ?? [])
}

function valuesOf(identifiers: readonly Identifier[], kind: string): string[] {
  return identifiers.flatMap(identifier => (identifier.kind === kind ? [identifier.value] : []))
}

import {
  type Anchor,
  type Assertion,
  type OpenQuestion,
  type Resolved,
  resolveIdentity,
  type SharedName,
} from '../../shared/resolve-identity.ts'
import { nameOfKey } from '../../shared/source-record.ts'
import type { Tx } from '../store/store.ts'
import {
  anchorsOfAccounts,
  assertionsOn,
  closeQuestions,
  insertAccounts,
  type NameHolder,
  noteMerged,
  openQuestionsOn,
  sharedHolders,
  upsertQuestion,
} from './identity-store.ts'
import { followAccount, touchItemsOf } from './item-store.ts'
import { findRecords, type RecordRow, upsertRecords } from './record-store.ts'

/** A name that more anchors go by than this says nothing about any of them: a shared inbox, a reseller's domain. */
const TOO_COMMON = 50

/**
 * Works out anew which customer each of these anchors is, with all that is linked to them by a name, by somebody's word
 * or by having been one customer until now; then lets accounts, items and open questions follow.
 */
export async function placeAnchors(tx: Tx, start: ReadonlySet<string>): Promise<void> {
  if (start.size === 0) return
  const { rows, names, assertions } = await neighbourhood(tx, start)
  const resolved = resolveIdentity(rows.map(anchorOf), names, assertions)
  await assignAccounts(tx, rows, resolved)
  await ask(tx, rows, resolved.questions)
}

/**
 * The anchors that share a name with these as things stand. Whoever is about to take a name away asks first: without
 * it, those who shared it may belong elsewhere.
 */
export async function sharersOf(tx: Tx, anchors: readonly string[]): Promise<string[]> {
  return [...new Set(linking(await sharedHolders(tx.db, anchors)).map(({ anchor }) => anchor))]
}

function anchorOf({ anchor, role }: RecordRow): Anchor {
  return { key: anchor, role: role === 'account' ? role : 'person' }
}

interface Neighbourhood {
  readonly rows: readonly RecordRow[]
  readonly names: readonly SharedName[]
  readonly assertions: readonly Assertion[]
}

/** Everything whose place may depend on the place of these, found by following links until there are no more. */
async function neighbourhood(tx: Tx, start: ReadonlySet<string>): Promise<Neighbourhood> {
  const rows = new Map<string, RecordRow>()
  const holders = new Map<string, NameHolder>()
  const assertions = new Map<string, Assertion>()
  let frontier = [...start]
  while (frontier.length > 0) {
    const found = await findRecords(tx.db, frontier)
    for (const [key, row] of found) if (row.anchor === key && row.role !== 'part') rows.set(key, row)
    const here = frontier.filter(key => rows.has(key))
    const near = new Set<string>()
    for (const holder of linking(await sharedHolders(tx.db, here))) {
      holders.set(`${holder.kind} ${holder.value} ${holder.anchor} ${holder.own}`, holder)
      near.add(holder.anchor)
    }
    for (const said of await assertionsOn(tx.db, here)) {
      assertions.set(`${said.verdict} ${said.a} ${said.b}`, said)
      near.add(said.a).add(said.b)
    }
    const accountIds = here.flatMap(key => rows.get(key)?.account_id ?? [])
    for (const { key } of await anchorsOfAccounts(tx.db, [...new Set(accountIds)])) near.add(key)
    frontier = [...near].filter(key => !rows.has(key) && !start.has(key))
    if (here.length === 0) break
  }
  return {
    rows: [...rows.values()],
    names: namesOf([...holders.values()]),
    assertions: [...assertions.values()],
  }
}

/**
 * The holds that can join anything. An address joins what goes by it itself to the account whose people have it; that
 * two accounts know the same person joins nothing.
 */
function linking(holders: readonly NameHolder[]): NameHolder[] {
  const byName = Map.groupBy(holders, ({ kind, value }) => `${kind} ${value}`)
  return [...byName.values()].flatMap(held => {
    const anchors = new Set(held.map(({ anchor }) => anchor))
    const [first] = held
    if (!first || anchors.size < 2 || anchors.size > TOO_COMMON) return []
    if (first.kind === 'email' && !held.some(({ own }) => own === 1)) return []
    return held
  })
}

function namesOf(holders: readonly NameHolder[]): SharedName[] {
  const byName = Map.groupBy(holders, ({ kind, value }) => `${kind} ${value}`)
  return [...byName.values()].flatMap(held => {
    const [first] = held
    if (!first) return []
    const { kind, value } = first
    const anchors = [...new Set(held.map(({ anchor }) => anchor))].toSorted()
    const owner = anchors.find(key => isOwnId(key, { kind, value })) ?? null
    const direct = new Set(held.filter(({ own }) => own === 1).map(({ anchor }) => anchor))
    return [{ kind, value, holders: anchors, owner, throughPeople: anchors.some(key => !direct.has(key)) }]
  })
}

function isOwnId(key: string, { kind, value }: { kind: string; value: string }): boolean {
  const name = nameOfKey(key)
  return `${name.source}-${name.type}` === kind && name.id === value
}

interface Placement {
  readonly accountId: string
  readonly members: readonly string[]
  readonly isNew: boolean
}

/** Gives each customer one account: the oldest its anchors have had, if it is not another customer's already. */
async function assignAccounts(tx: Tx, rows: readonly RecordRow[], { customers }: Resolved): Promise<void> {
  const before = new Map(rows.map(row => [row.anchor, row.account_id]))
  const taken = new Set<string>()
  const bySize = customers.toSorted((a, b) => b.length - a.length || ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
  const placements = bySize.map((members): Placement => {
    const had = members.flatMap(key => before.get(key) ?? []).filter(id => !taken.has(id))
    const [kept] = had.toSorted()
    const accountId = kept ?? tx.newId('ctx')
    taken.add(accountId)
    return { accountId, members, isNew: kept === undefined }
  })
  const moves = placements.map(placement => ({
    ...placement,
    moved: placement.members.filter(key => before.get(key) !== placement.accountId),
  }))
  await insertAccounts(
    tx,
    moves.filter(({ isNew }) => isNew).map(({ accountId }) => accountId),
  )
  const accountOf = new Map(
    moves.flatMap(({ moved, accountId }) => moved.map(key => [key, accountId] as const)),
  )
  await upsertRecords(
    tx,
    rows.flatMap(row => {
      const account_id = accountOf.get(row.anchor)
      return account_id ? [{ ...row, account_id }] : []
    }),
  )
  for (const { moved, accountId } of moves) if (moved.length > 0) await followAccount(tx, moved, accountId)
  await noteChanges(tx, { before, moves, taken })
}

interface Changes {
  readonly before: ReadonlyMap<string, string | null>
  readonly moves: readonly (Placement & { readonly moved: readonly string[] })[]
  readonly taken: ReadonlySet<string>
}

/** The audit of what changed hands: accounts made, merged and split, each with the records that moved. */
async function noteChanges(tx: Tx, { before, moves, taken }: Changes): Promise<void> {
  const made = moves.filter(({ isNew, members }) => isNew && members.every(key => !before.get(key)))
  if (made.length > 0) {
    const ids = made.map(({ accountId }) => accountId)
    await noteAccounts(tx, 'account.recognised', ids, `${made.length} new: no name matched one there was`)
  }
  for (const { accountId, moved, isNew } of moves) {
    const from = [...new Set(moved.flatMap(key => before.get(key) ?? []))]
    const emptied = from.filter(id => !taken.has(id))
    if (emptied.length > 0) await noteMerged(tx, emptied, accountId)
    if (from.length === 0) continue
    const what = isNew ? 'account.split' : 'account.joined'
    await noteAccounts(tx, what, [accountId, ...from], `${moved.join(', ')} moved from ${from.join(', ')}`)
  }
}

function noteAccounts(tx: Tx, action: string, ids: readonly string[], summary: string): Promise<void> {
  const [id = ''] = ids
  return tx.audit({
    action,
    outcome: 'done',
    subject: { kind: 'account', id },
    itemId: null,
    summary,
    detail: { accountIds: ids },
  })
}

/** Opens, updates and closes the questions that hang on these anchors. */
async function ask(tx: Tx, rows: readonly RecordRow[], questions: readonly OpenQuestion[]): Promise<void> {
  const keys = rows.map(({ anchor }) => anchor)
  const open = await openQuestionsOn(tx.db, keys)
  const wanted = new Set(questions.map(({ kind, value }) => `${kind} ${value}`))
  const settled = open.filter(row => !wanted.has(`${row.shared_kind} ${row.shared}`))
  await closeQuestions(
    tx,
    settled.map(({ id }) => id),
  )
  for (const question of questions) {
    const there = open.find(row => row.shared_kind === question.kind && row.shared === question.value)
    const id = await upsertQuestion(tx, question, there?.id ?? null)
    if (!there) await noteQuestion(tx, id, question)
  }
  if (questions.length > 0 || settled.length > 0) await touchItemsOf(tx, keys)
}

function noteQuestion(tx: Tx, id: string, { kind, value, subjects, choices }: OpenQuestion): Promise<void> {
  const shown = kind === 'email' ? 'an address' : `${kind} ${value}`
  return tx.audit({
    action: 'identity.asked',
    outcome: 'done',
    subject: { kind: 'identity-question', id },
    itemId: null,
    summary: `${subjects.length} in question over ${shown}: ${choices.length} accounts match`,
    detail: { subjects, choices },
  })
}

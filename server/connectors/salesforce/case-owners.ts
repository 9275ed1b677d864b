import type { Place } from '../../../shared/action.ts'
import { salesforceId } from '../../../shared/salesforce-id.ts'
import type { HistoryRow } from './case-shapes.ts'

/** What the history calls a change of owner: by hand, by a rule, out of a queue, by an escalation. */
export const OWNER_FIELDS: ReadonlySet<string> = new Set([
  'Owner',
  'ownerAssignment',
  'ownerAccepted',
  'ownerEscalated',
])

/** Ids of users and of groups, of which queues are some, begin so. */
const USER = '005'
const GROUP = '00G'

/** Where a case lies that this user or queue owns. */
export function placeOf(id: string, name: string | null | undefined): Place {
  const owner = { id, name: name || (id.startsWith(USER) ? `User ${id}` : `Queue ${id}`) }
  return id.startsWith(USER) ? { group: null, assignee: owner } : { group: owner, assignee: null }
}

/** Whoever a case lies with; null where nobody is named. */
export function ownerIn({ group, assignee }: Place): { readonly id: string; readonly name: string } | null {
  return assignee ?? group
}

/** A case went from one owner to another. */
export interface OwnerChange {
  readonly row: HistoryRow
  readonly from: Place | null
  readonly to: Place
}

/**
 * Changes of owner, in the order of `rows`. Each has a row with ids, and one with the names people see, made together:
 * the names of a save are matched to its ids in their order.
 */
export function ownerChangesIn(rows: readonly HistoryRow[]): OwnerChange[] {
  const saves = Map.groupBy(
    rows.filter(({ Field }) => OWNER_FIELDS.has(Field)),
    ({ Field, CreatedById, CreatedDate }) => `${Field} ${CreatedById} ${CreatedDate}`,
  )
  return [...saves.values()].flatMap(save => {
    const ids = save.filter(({ NewValue }) => ownerId(NewValue) !== null)
    const names = save.filter(({ NewValue }) => ownerId(NewValue) === null)
    return ids.flatMap((row, at): OwnerChange[] => {
      const [from, to] = [ownerId(row.OldValue), ownerId(row.NewValue)]
      const said = names[at]
      if (to === null) return []
      return [
        {
          row,
          from: from === null ? null : placeOf(from, textIn(said?.OldValue)),
          to: placeOf(to, textIn(said?.NewValue)),
        },
      ]
    })
  })
}

/** Names can look like ids; those of users and groups do not begin as theirs do. */
function ownerId(value: unknown): string | null {
  const id = typeof value === 'string' ? salesforceId(value) : null
  return id?.startsWith(USER) || id?.startsWith(GROUP) ? id : null
}

export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

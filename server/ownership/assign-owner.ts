import type { Role } from '../../shared/member.ts'
import { type Ownership, resolveOwnership } from '../../shared/ownership.ts'
import type { ItemKind } from '../../shared/work-item.ts'
import type { Reader, Tx } from '../store/store.ts'
import { membersWithRole, openItems, ownershipOf, updateOwnership } from './store.ts'

const ROLE_FOR: Readonly<Record<ItemKind, Role>> = {
  'billing-dispute': 'billing-resolver',
  'billing-inquiry': 'billing-resolver',
  general: 'support-manager',
}

/** Who answers for an item of this kind, as things stand. */
export async function ownershipFor(db: Reader, kind: ItemKind): Promise<Ownership> {
  return ownershipForRole(db, ROLE_FOR[kind])
}

async function ownershipForRole(db: Reader, role: Role): Promise<Ownership> {
  return resolveOwnership(role, await membersWithRole(db, role), await membersWithRole(db, 'admin'))
}

/** Works out again who answers for each open item, after somebody came, got a role or left. */
export async function reassignItems(tx: Tx): Promise<void> {
  for (const item of await openItems(tx.db)) {
    const before = ownershipOf(item)
    const after = await ownershipForRole(tx.db, before.role)
    if (after.person?.id === before.person?.id && after.fallback?.id === before.fallback?.id) continue
    await updateOwnership(tx, item.id, after)
    tx.touch(item.id)
    await tx.audit({
      action: 'item.assigned',
      outcome: 'done',
      subject: { kind: 'item', id: item.id },
      itemId: item.id,
      summary: ownershipSummary(after),
    })
  }
}

export function ownershipSummary({ role, person, fallback }: Ownership): string {
  return `${role}: ${person?.name ?? 'nobody'}, fallback ${fallback?.name ?? 'nobody'}`
}

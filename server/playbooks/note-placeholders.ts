import type { EffectSpec } from '../../shared/action.ts'
import type { EffectRecord, RunRow } from '../gates/run-store.ts'
import type { Reader } from '../store/store.ts'

/** Fills in what a note can only say once the run is under way: who approved, why, and the refund's id. */
export async function fillPlaceholders(
  db: Reader,
  run: RunRow,
  { spec, effects }: { spec: EffectSpec; effects: readonly EffectRecord[] },
): Promise<EffectSpec> {
  if (spec.kind !== 'internal-note' && spec.kind !== 'case-comment') return spec
  const approver = await db
    .selectFrom('members')
    .select('name')
    .where('id', '=', run.approver_id)
    .executeTakeFirst()
  const refund = effects.find(({ planned }) => planned.spec.kind === 'refund')?.externalId
  const reason = [run.reason_code.replaceAll('-', ' '), run.reason_text]
    .filter(text => text !== '')
    .join(', ')
  const values: Readonly<Record<string, string>> = {
    approver: approver?.name ?? 'unknown',
    reason,
    refund: refund ?? 'no refund id',
  }
  const body = spec.body.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole)
  return { ...spec, body }
}

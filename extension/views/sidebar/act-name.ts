import type { PlannedEffect } from '../../../shared/action.ts'
import type { Preview } from '../../../shared/preview.ts'
import type { Language } from '../language.ts'

const WEIGHT: Readonly<Record<PlannedEffect['reversibility'], number>> = {
  irreversible: 0,
  compensable: 1,
  reversible: 2,
}

/** What pressing the button does, by its gravest effect: `refund $49.00`. */
export function actName(preview: Preview, { t, money }: Language): string {
  const [gravest] = preview.effects.toSorted((a, b) => WEIGHT[a.reversibility] - WEIGHT[b.reversibility])
  const spec = gravest?.spec
  if (!spec) return t('act.all')
  return spec.kind === 'refund' ? t('act.refund', { amount: money(spec.amount) }) : t(`act.${spec.kind}`)
}

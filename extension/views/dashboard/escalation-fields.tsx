import { useState } from 'preact/hooks'
import { ROLES } from '../../../shared/member.ts'
import type { BumpForm, SlaRuleForm } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { OrderedRows } from './ordered-rows.tsx'
import { type Path, useFieldProblems } from './problems.tsx'
import { RoleSelect, TextField } from './rule-fields.tsx'

interface Props {
  rule: SlaRuleForm
  at: Path
  onChange: (rule: SlaRuleForm) => void
}

/** Whom a rule tells of its clocks: the owner before they run out, and others once they have. */
export function EscalationFields({ rule, at, onChange }: Props) {
  const { t } = useLanguage()
  const free = ROLES.find(role => role !== 'viewer' && !rule.bumps.some(({ to }) => to === role))
  return (
    <>
      <WarnShares
        shares={rule.warnAt}
        at={[...at, 'warnAt']}
        onChange={warnAt => onChange({ ...rule, warnAt })}
      />
      <OrderedRows<BumpForm>
        legend={t('bumps.title')}
        help={t(rule.bumps.length === 0 ? 'bumps.none' : 'bumps.help')}
        add={t('bumps.add')}
        rows={rule.bumps}
        at={[...at, 'bumps']}
        look="labelled"
        make={() => ({ ...(rule.bumps.length > 0 && { after: '1h' }), to: free ?? 'admin' })}
        titleOf={(_bump, place) => t('bumps.step', { place: place + 1 })}
        onChange={bumps => onChange({ ...rule, bumps })}
        fields={(bump, place, change) => (
          <div class="fields pair">
            <TextField
              label={t(place === 0 ? 'bumps.afterDue' : 'bumps.afterStep')}
              value={bump.after ?? ''}
              placeholder={t('bumps.atOnce')}
              at={[...at, 'bumps', place, 'after']}
              onInput={text => change(delayed(bump, text))}
            />
            <RoleSelect
              label={t('bumps.to')}
              value={bump.to}
              at={[...at, 'bumps', place, 'to']}
              onChange={to => change({ ...bump, to })}
            />
          </div>
        )}
      />
    </>
  )
}

/** No delay is none, not an empty one. */
function delayed({ after: _before, ...bump }: BumpForm, after: string): BumpForm {
  return after === '' ? bump : { ...bump, after }
}

type Shares = SlaRuleForm['warnAt']

interface SharesProps {
  shares: Shares
  at: Path
  onChange: (shares: Shares) => void
}

/** In percent, as people say it; what is no number is kept for the check to refuse. */
function WarnShares({ shares, at, onChange }: SharesProps) {
  const { t } = useLanguage()
  const [typed, type] = useState(percentText(shares))
  const shown = JSON.stringify(sharesIn(typed)) === JSON.stringify(shares) ? typed : percentText(shares)
  const { aria, note } = useFieldProblems(at, true)
  return (
    <div class="field shares">
      <label class="labelled">
        {t('warn.title')}
        <input
          type="text"
          inputMode="numeric"
          value={shown}
          placeholder={t('warn.none')}
          {...aria}
          onInput={event => {
            type(event.currentTarget.value)
            onChange(sharesIn(event.currentTarget.value))
          }}
        />
      </label>
      <p class="quiet">{t('warn.help')}</p>
      {note}
    </div>
  )
}

function percentText(shares: Shares): string {
  return shares
    .map(share => (typeof share === 'number' ? String(Math.round(share * 10_000) / 100) : share))
    .join(', ')
}

function sharesIn(text: string): Shares {
  const words = text.split(/[\s,;%]+/).filter(word => word !== '')
  return words.map(word => (Number.isNaN(Number(word)) ? word : Number(word) / 100))
}

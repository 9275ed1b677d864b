import type { PlannedEffect } from '../../../shared/action.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'

const SHAPES: Readonly<Record<PlannedEffect['reversibility'], IconName>> = {
  reversible: 'undo',
  compensable: 'undo',
  irreversible: 'lock',
}

/** One effect: what changes, whether it can be taken back, and on demand the very call. */
export function PlannedEffectRow({ effect }: { effect: PlannedEffect }) {
  const { t, pick } = useLanguage()
  const { reversibility, request } = effect
  return (
    <li class="effect">
      <h3>{pick(effect.title)}</h3>
      <Changes effect={effect} />
      <p class={`reversibility reversibility-${reversibility}`}>
        <Icon name={SHAPES[reversibility]} />
        <span>
          <strong>{t(`reversibility.${reversibility}`)}</strong> {pick(effect.reversibilityReason)}
        </span>
      </p>
      <Disclosure label={t('effect.request')}>
        <pre class="request">
          {`${request.method} ${request.path}\n${JSON.stringify(request.params, null, 2)}\nidempotency-key: ${request.key}`}
        </pre>
      </Disclosure>
    </li>
  )
}

function Changes({ effect }: { effect: PlannedEffect }) {
  const { t, pick } = useLanguage()
  if (effect.changes.length === 0) return null
  return (
    <dl class="changes">
      {effect.changes.map(({ field, before, after }) => (
        <div key={field.en}>
          <dt>{pick(field)}</dt>
          <dd>
            <span class="unseen">{t('effect.before')} </span>
            <span class="before">{pick(before) || t('effect.empty')}</span>
            <Icon name="arrow" />
            <span class="unseen">{t('effect.after')} </span>
            <span class="after">{pick(after) || t('effect.empty')}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

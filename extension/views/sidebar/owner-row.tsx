import type { KnownPanel } from '../../../shared/panel.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { OwnerSuggestion } from './owner-suggestion.tsx'
import { RoutingWhy } from './routing-why.tsx'
import { WrongOwner } from './wrong-owner.tsx'

/** Who answers for the item, why, and whether its tool says the same. */
export function OwnerRow({ panel }: { panel: KnownPanel }) {
  const { t, dateTime } = useLanguage()
  const { person, fallback, role, gap, retryAt } = panel.ownership
  const lacks = gap === 'nobody-holds-role' || gap === 'nobody-eligible'
  return (
    <div class="owner">
      <span class="owner-label">{t('owner.label')}</span>
      <span class={lacks ? 'owner-name owner-gap' : 'owner-name'}>
        {person?.name ?? t(gap === 'nobody-eligible' ? 'owner.nobodyNow' : 'owner.nobody')},{' '}
        <span class="quiet">{t(`role.${role}`)}</span>
        {retryAt !== null && <span class="quiet"> {t('owner.retry', { when: dateTime(retryAt) })}</span>}
      </span>
      <OwnerSuggestion panel={panel} />
      <Disclosure label={t('owner.why')}>
        <RoutingWhy panel={panel} />
        <p class="quiet">{fallback ? t('owner.fallback', { name: fallback.name }) : t('owner.noFallback')}</p>
        <WrongOwner panel={panel} />
      </Disclosure>
    </div>
  )
}

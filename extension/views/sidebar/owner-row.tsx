import type { Ownership } from '../../../shared/ownership.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'

export function OwnerRow({ ownership }: { ownership: Ownership }) {
  const { t, pick } = useLanguage()
  const { person, fallback, role, path, gap } = ownership
  return (
    <div class="owner">
      <span class="owner-label">{t('owner.label')}</span>
      <span class={gap === 'nobody-holds-role' ? 'owner-name owner-gap' : 'owner-name'}>
        {person?.name ?? t('owner.nobody')}, <span class="quiet">{t(`role.${role}`)}</span>
      </span>
      <Disclosure label={t('owner.why')}>
        <ol class="path">
          {path.map(step => (
            <li key={step.en}>{pick(step)}</li>
          ))}
        </ol>
        <p class="quiet">{fallback ? t('owner.fallback', { name: fallback.name }) : t('owner.noFallback')}</p>
      </Disclosure>
    </div>
  )
}

import type { WorkException } from '../../../shared/exception.ts'
import { useLanguage } from '../language.ts'
import { Icon } from '../parts/icon.tsx'

export function ExceptionList({ exceptions }: { exceptions: readonly WorkException[] }) {
  const { t, pick, dateTime } = useLanguage()
  if (exceptions.length === 0) return null
  return (
    <section class="group exceptions" aria-labelledby="exceptions">
      <h2 id="exceptions">{t('exceptions.title')}</h2>
      <ul>
        {exceptions.map(({ id, summary, owner, openedAt, closedAt }) => (
          <li key={id} class={closedAt ? 'exception exception-closed' : 'exception'}>
            <Icon name={closedAt ? 'check' : 'warning'} />
            <div>
              <p>{pick(summary)}</p>
              <p class="quiet">
                {closedAt && `${t('exceptions.closed')} · `}
                {t('exceptions.owner', { name: owner?.name ?? t('exceptions.nobody') })} ·{' '}
                <time>{dateTime(openedAt)}</time>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

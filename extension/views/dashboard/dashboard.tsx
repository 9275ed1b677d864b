import type { ComponentType } from 'preact'
import { useLanguage } from '../language.ts'
import { Connection } from '../parts/connection.tsx'
import { Signals } from './signals.tsx'
import { useStores } from './stores.ts'
import { Today } from './today.tsx'

/** Pages of the dashboard; an address names one by `?page=`. */
export const PAGES = ['today', 'policies', 'signals'] as const
export type Page = (typeof PAGES)[number]

/** The page an address asks for; the first where it names none we have. */
export function pageIn(search: string): Page {
  const named = new URLSearchParams(search).get('page')
  return PAGES.find(page => page === named) ?? 'today'
}

/** Only pages that exist stand in the rail. */
export function Dashboard({ page, Shown }: { page: Page; Shown: ComponentType }) {
  return (
    <div class="dashboard">
      <Rail current={page} />
      <Shown />
    </div>
  )
}

/** What draws a page. Policies bring the schemas of their parts along, which no other page needs. */
export async function viewOf(page: Page): Promise<ComponentType> {
  if (page === 'policies') return (await import('./policies.tsx')).Policies
  return page === 'signals' ? Signals : Today
}

function Rail({ current }: { current: Page }) {
  const { alerts } = useStores()
  const { t } = useLanguage()
  return (
    <header class="rail">
      <strong class="brand">Meshline</strong>
      <nav aria-label={t('dashboard.pages')}>
        <ul>
          {PAGES.map(page => (
            <li key={page}>
              <a
                href={page === 'today' ? 'dashboard.html' : `dashboard.html?page=${page}`}
                aria-current={page === current ? 'page' : undefined}
              >
                {t(`dashboard.${page}`)}
              </a>
            </li>
          ))}
          <li>
            <a href="options.html">{t('dashboard.connections')}</a>
          </li>
        </ul>
      </nav>
      <Connection live={alerts.live.value} failure={alerts.failure.value} />
    </header>
  )
}

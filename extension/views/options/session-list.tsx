import type { SessionStore } from '../../state/session-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'

export function SessionList({ session }: { session: SessionStore }) {
  const { t, relative, dateTime } = useLanguage()
  const now = Date.now()
  return (
    <section class="sheet">
      <h2>{t('options.sessions')}</h2>
      <ul class="sessions">
        {session.sessions.value.map(({ id, device, lastSeenAt, current }) => (
          <li key={id}>
            <span>
              <strong>{device}</strong> {current && <span class="quiet">({t('options.thisDevice')})</span>}
              <time class="quiet" title={dateTime(lastSeenAt)}>
                {t('options.lastSeen', { age: relative(lastSeenAt, now) })}
              </time>
            </span>
            {!current && (
              <Button label={t('options.revokeNamed', { device })} onPress={() => void session.revoke(id)}>
                {t('options.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

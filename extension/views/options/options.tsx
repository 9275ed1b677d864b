import type { LeaveStore } from '../../state/leave-store.ts'
import { openDashboard } from '../../state/open-dashboard.ts'
import type { SessionStore } from '../../state/session-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { LeaveSection } from './leave-section.tsx'
import { PairingForm } from './pairing-form.tsx'
import { SessionList } from './session-list.tsx'

interface Props {
  session: SessionStore
  leave: LeaveStore
}

export function Options({ session, leave }: Props) {
  const { t } = useLanguage()
  const failure = session.failure.value
  const needsPairing = failure?.kind === 'not-set-up' || failure?.kind === 'signed-out'
  return (
    <main class="options">
      <h1>{t('options.title')}</h1>
      {session.view.value && <SignedIn session={session} leave={leave} />}
      {failure && failure.kind !== 'not-set-up' && (
        <section class="sheet notice" role="status">
          <h2>{failure.kind === 'refused' ? failure.problem.title : t(`failure.${failure.kind}`)}</h2>
          <p>{failure.kind === 'refused' ? failure.problem.detail : t(`failure.${failure.kind}.help`)}</p>
          {!needsPairing && <Button onPress={() => void session.load()}>{t('failure.retry')}</Button>}
        </section>
      )}
      {failure && <PairingForm session={session} />}
      <KeptWhere />
    </main>
  )
}

function SignedIn({ session, leave }: Props) {
  const { t } = useLanguage()
  const view = session.view.value
  if (!view) return null
  const { member, origin } = view
  return (
    <>
      <section class="sheet">
        <h2>{t('options.member')}</h2>
        <p class="member">
          <strong>{member.name}</strong> <span class="quiet">{member.email}</span>
        </p>
        <dl>
          <dt>{t('options.roles')}</dt>
          <dd>
            {member.roles.length > 0
              ? member.roles.map(role => t(`role.${role}`)).join(', ')
              : t('options.viewOnly')}
          </dd>
          <dt>{t('options.server')}</dt>
          <dd>
            <code>{origin}</code>
          </dd>
        </dl>
        <div class="acts">
          <Button look="primary" onPress={() => void openDashboard()}>
            {t('dashboard.open')}
          </Button>
          <Button onPress={() => void session.signOut()}>{t('options.signOut')}</Button>
        </div>
      </section>
      <LeaveSection mine={leave} />
      <SessionList session={session} />
    </>
  )
}

function KeptWhere() {
  const { t } = useLanguage()
  return (
    <section class="sheet">
      <h2>{t('options.data')}</h2>
      <ul class="kept">
        <li>{t('options.data.token')}</li>
        <li>{t('options.data.panels')}</li>
        <li>{t('options.data.drafts')}</li>
        <li>{t('options.data.server')}</li>
      </ul>
    </section>
  )
}

import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { useStores } from './stores.ts'

export function NoTicket() {
  const { t } = useLanguage()
  return (
    <section class="empty">
      <h1>{t('panel.noTicket')}</h1>
      <p>{t('panel.noTicketHelp')}</p>
    </section>
  )
}

export function UnknownTicket() {
  const { panel } = useStores()
  const { t } = useLanguage()
  const looking = panel.busy.value === 'syncing'
  return (
    <section class="empty">
      <h1>{t('panel.unknown')}</h1>
      <p>{t('panel.unknownHelp')}</p>
      <Button look="primary" held={looking} onPress={() => void panel.sync()}>
        {t(looking ? 'panel.lookingUp' : 'panel.lookUp')}
      </Button>
    </section>
  )
}

/** The first time only; later the last known panel stands in. */
export function Skeleton() {
  const { t } = useLanguage()
  return (
    <div class="skeleton" role="status" aria-label={t('panel.loading')}>
      {['wide', 'short', 'block', 'wide', 'short'].map((shape, index) => (
        <span key={`${shape}-${index}`} class={`bone bone-${shape}`} />
      ))}
    </div>
  )
}

import type { Failure } from '../../failure.ts'
import { useLanguage } from '../language.ts'

/** Whether news comes by itself, in a dot and in words. */
export function Connection({ live, failure }: { live: boolean; failure: Failure | null }) {
  const { t } = useLanguage()
  const connected = live && !failure
  return (
    <span class={connected ? 'connection connection-live' : 'connection'} role="status">
      {failure && failure.kind !== 'refused'
        ? t(`failure.${failure.kind}`)
        : t(connected ? 'alerts.connected' : 'alerts.reconnecting')}
    </span>
  )
}

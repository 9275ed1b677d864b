import { browser } from 'wxt/browser'
import type { Failure } from '../../failure.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

const SHAPES: Readonly<Record<Failure['kind'], IconName>> = {
  'not-set-up': 'plug',
  'signed-out': 'key',
  offline: 'offline',
  'server-down': 'server',
  updated: 'refresh',
  refused: 'warning',
}

/** Each failure has its own words, shape and way out. */
export function FailureNotice() {
  const { panel } = useStores()
  const { t } = useLanguage()
  const failure = panel.failure.value
  if (!failure) return null
  const words =
    failure.kind === 'refused'
      ? { title: failure.problem.title, help: failure.problem.detail }
      : { title: t(`failure.${failure.kind}`), help: t(`failure.${failure.kind}.help`) }
  return (
    <section class={`notice notice-${failure.kind}`} role="status">
      <Icon name={SHAPES[failure.kind]} />
      <div>
        <h2>{words.title}</h2>
        <p>{words.help}</p>
        <WayOut failure={failure} />
      </div>
    </section>
  )
}

function WayOut({ failure }: { failure: Failure }) {
  const { panel } = useStores()
  const { t } = useLanguage()
  if (failure.kind === 'updated') return null
  if (failure.kind === 'not-set-up' || failure.kind === 'signed-out') {
    return (
      <Button look="primary" onPress={() => void browser.runtime.openOptionsPage()}>
        {t(`failure.${failure.kind}.act`)}
      </Button>
    )
  }
  const trying = panel.busy.value !== null
  return (
    <Button held={trying} onPress={() => void panel.refresh()}>
      {t(trying ? 'failure.retrying' : 'failure.retry')}
    </Button>
  )
}

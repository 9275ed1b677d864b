import { browser } from 'wxt/browser'
import type { Failure } from '../../failure.ts'
import { useLanguage } from '../language.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

const SHAPES: Readonly<Record<Failure['kind'], IconName>> = {
  'not-set-up': 'plug',
  'signed-out': 'key',
  offline: 'offline',
  'server-down': 'server',
  updated: 'refresh',
  refused: 'warning',
}

interface Props {
  failure: Failure
  /** While the same is being asked again. */
  trying: boolean
  retry: () => void
}

/** Each failure has its own words, shape and way out. */
export function FailureNote({ failure, trying, retry }: Props) {
  const { t } = useLanguage()
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
        <WayOut failure={failure} trying={trying} retry={retry} />
      </div>
    </section>
  )
}

function WayOut({ failure, trying, retry }: Props) {
  const { t } = useLanguage()
  if (failure.kind === 'updated') return null
  if (failure.kind === 'not-set-up' || failure.kind === 'signed-out') {
    return (
      <Button look="primary" onPress={() => void browser.runtime.openOptionsPage()}>
        {t(`failure.${failure.kind}.act`)}
      </Button>
    )
  }
  return (
    <Button held={trying} onPress={retry}>
      {t(trying ? 'failure.retrying' : 'failure.retry')}
    </Button>
  )
}

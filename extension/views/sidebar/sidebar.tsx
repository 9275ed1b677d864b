import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Announcer } from './announcer.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { KnownPanel } from './known-panel.tsx'
import { Rail } from './rail.tsx'
import { ResizeHandle } from './resize-handle.tsx'
import { useStores } from './stores.ts'
import { NoTicket, Skeleton, UnknownTicket } from './unknown-ticket.tsx'

export function Sidebar() {
  const { layout } = useStores()
  return (
    <>
      {layout.layout.value.collapsed ? <Rail /> : <OpenPanel />}
      <Announcer />
    </>
  )
}

function OpenPanel() {
  const { layout, panel } = useStores()
  const { t } = useLanguage()
  return (
    <main class="panel" aria-label={t('panel.name')} aria-busy={panel.busy.value !== null}>
      <ResizeHandle />
      <div class="panel-bar">
        <strong class="brand">Meshline</strong>
        <Age />
        <Button look="quiet" label={t('panel.refresh')} onPress={() => void panel.refresh()}>
          <Icon name="refresh" />
        </Button>
        <Button look="quiet" label={t('panel.collapse')} onPress={() => layout.collapse(true)}>
          <Icon name="collapse" />
        </Button>
      </div>
      <FailureNotice />
      <div class="panel-body">
        <Content />
      </div>
    </main>
  )
}

function Age() {
  const { panel, now } = useStores()
  const { t, relative } = useLanguage()
  const shown = panel.panel.value
  const stale = shown && !panel.fresh.value
  return (
    <span class="age">{stale ? t('panel.lastKnown', { age: relative(shown.readAt, now.value) }) : ''}</span>
  )
}

function Content() {
  const { panel } = useStores()
  const shown = panel.panel.value
  if (!panel.record.value) return <NoTicket />
  if (shown?.kind === 'known') return <KnownPanel panel={shown} key={shown.record.id} />
  if (shown?.kind === 'unknown') return <UnknownTicket />
  return panel.failure.value ? null : <Skeleton />
}

import type { TargetedKeyboardEvent, TargetedPointerEvent } from 'preact'
import { WIDTH } from '../../state/layout-store.ts'
import { useLanguage } from '../language.ts'
import { useStores } from './stores.ts'

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: WIDTH.step,
  ArrowRight: -WIDTH.step,
  Home: -WIDTH.most,
  End: WIDTH.most,
}

/** The left edge. The frame itself changes width while it is dragged, so only screen coordinates hold still. */
export function ResizeHandle() {
  const { layout } = useStores()
  const { t } = useLanguage()
  const { width } = layout.layout.value

  const drag = (event: TargetedPointerEvent<HTMLElement>) => {
    const handle = event.currentTarget
    const from = { x: event.screenX, width: layout.layout.value.width }
    handle.setPointerCapture(event.pointerId)
    const move = (next: PointerEvent) => layout.resize(from.width + from.x - next.screenX)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    })
  }

  const nudge = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    layout.resize(width + step)
  }

  return (
    <hr
      class="resize"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('panel.resize')}
      aria-valuenow={width}
      aria-valuemin={WIDTH.least}
      aria-valuemax={WIDTH.most}
      onPointerDown={drag}
      onKeyDown={nudge}
    />
  )
}

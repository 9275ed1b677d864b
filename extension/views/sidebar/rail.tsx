import { useLanguage } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

/** Twenty-eight pixels: open again, and how much waits. */
export function Rail() {
  const { layout, panel } = useStores()
  const { t } = useLanguage()
  const shown = panel.panel.value
  const known = shown?.kind === 'known' ? shown : null
  const waiting = known?.previews.filter(({ preview }) => preview.state === 'proposed').length ?? 0
  const asked = known?.identityQuestions.length ?? 0
  const failing = panel.failure.value !== null
  return (
    <main class="rail">
      <button
        type="button"
        class="rail-button"
        aria-label={[
          t('panel.expand'),
          asked > 0 && t('panel.asks', { count: asked }),
          waiting > 0 && t('panel.waiting', { count: waiting }),
        ]
          .filter(Boolean)
          .join('. ')}
        onClick={() => layout.collapse(false)}
      >
        <Icon name="expand" />
        {waiting + asked > 0 && <span class="rail-badge">{waiting + asked}</span>}
        {failing && <Icon name="warning" />}
        <span class="rail-name">Meshline</span>
      </button>
    </main>
  )
}

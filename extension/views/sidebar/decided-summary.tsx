import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Decision, Preview } from '../../../shared/preview.ts'
import { useLanguage } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

/** Who decided, when and why. Takes the focus that the pressed button left behind. */
export function DecidedSummary({ preview, decision }: { preview: Preview; decision: Decision }) {
  const { decisions, now } = useStores()
  const { t, code, dateTime, relative } = useLanguage()
  const summary = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (decisions.justDecided.peek() !== preview.id) return
    decisions.justDecided.value = null
    summary.current?.focus()
  }, [decisions, preview.id])
  const { text } = decision.reason
  return (
    <div class={`decided decided-${decision.decision}`} ref={summary} tabIndex={-1}>
      <Icon name={decision.decision === 'approve' ? 'check' : 'cross'} />
      <div>
        <strong>{t(`decided.${decision.decision}`, { name: decision.person.name })}</strong>
        <time title={dateTime(decision.at)} dateTime={new Date(decision.at).toISOString()}>
          {relative(decision.at, now.value)}
        </time>
        <p>
          {code('reason', decision.reason.code)}
          {text && <q>{text}</q>}
        </p>
      </div>
    </div>
  )
}

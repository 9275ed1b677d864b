import type { ComponentChildren } from 'preact'
import { burnDown } from '../../../shared/sla.ts'
import { accuracyOf } from '../../../shared/validation.ts'
import { latestOf } from '../../state/accuracy.ts'
import { isUpToDate } from '../../state/source-standing.ts'
import { useLanguage } from '../language.ts'
import { useStores } from './stores.ts'

/** Three figures; each leads to the rows it counts. */
export function Figures() {
  return (
    <ul class="figures">
      <Accuracy />
      <Deadlines />
      <Sources />
    </ul>
  )
}

interface FigureProps {
  to: string
  label: string
  figure: ComponentChildren
  note: string
}

function Figure({ to, label, figure, note }: FigureProps) {
  return (
    <li>
      <a class="figure" href={`#${to}`}>
        <span class="figure-label">{label}</span>
        <strong>{figure}</strong>
        <span class="figure-note">{note}</span>
      </a>
    </li>
  )
}

function Accuracy() {
  const { today } = useStores()
  const { t, percent } = useLanguage()
  const { finished } = latestOf(today.validations.value ?? [])
  const share = finished && accuracyOf(finished)
  return (
    <Figure
      to="accuracy"
      label={t('figure.accuracy')}
      figure={share === null ? '–' : percent(share)}
      note={
        finished
          ? t('accuracy.values', { right: finished.right, compared: finished.compared })
          : t('figure.never')
      }
    />
  )
}

function Deadlines() {
  const { alerts, now } = useStores()
  const { t } = useLanguage()
  const rows = alerts.answer.value?.alerts
  const states = rows?.map(({ clock }) => burnDown(clock, now.value).state) ?? []
  const count = (state: (typeof states)[number]) => states.filter(one => one === state).length
  const [missed, atRisk, running] = [count('missed'), count('at-risk'), count('running')]
  const paused = count('paused')
  const parts = [
    missed > 0 && t('figure.alertsMissed', { count: missed }),
    atRisk > 0 && t('figure.alertsAtRisk', { count: atRisk }),
    running > 0 && t('figure.alertsRunning', { count: running }),
    paused > 0 && t('figure.alertsPaused', { count: paused }),
  ].filter(Boolean)
  return (
    <Figure
      to="deadlines"
      label={t('figure.alerts')}
      figure={rows ? states.length : '–'}
      note={rows ? parts.join(', ') || t('figure.alertsNone') : ''}
    />
  )
}

function Sources() {
  const { today } = useStores()
  const { t } = useLanguage()
  const sources = today.sources.value
  const good = sources?.filter(isUpToDate).length ?? 0
  const note = sources?.length
    ? t('figure.ofSources', { good, count: sources.length })
    : t('figure.noSources')
  return (
    <Figure
      to="sources"
      label={t('figure.sources')}
      figure={sources ? sources.length : '–'}
      note={sources ? note : ''}
    />
  )
}

import type { EffectState } from '../../../shared/action.ts'
import type { Run, RunEffect } from '../../../shared/preview.ts'
import { useLanguage } from '../language.ts'
import { Chip, type Tone } from '../parts/chip.tsx'
import { useStores } from './stores.ts'
import { UndoControl } from './undo-control.tsx'

const RUN_TONES: Readonly<Record<Run['state'], Tone>> = {
  running: 'busy',
  done: 'good',
  failed: 'bad',
  expired: 'warn',
}

const EFFECT_TONES: Readonly<Record<EffectState, Tone>> = {
  planned: 'neutral',
  calling: 'busy',
  done: 'good',
  refused: 'bad',
  unknown: 'warn',
  skipped: 'neutral',
  undone: 'neutral',
}

/** What has been carried out, effect by effect, and the way back where there is one. */
export function RunTimeline({ runs }: { runs: readonly Run[] }) {
  const { t } = useLanguage()
  if (runs.length === 0) return null
  return (
    <section class="group runs" aria-labelledby="runs">
      <h2 id="runs">{t('runs.title')}</h2>
      {runs.map(run => (
        <RunEntry key={run.id} run={run} />
      ))}
    </section>
  )
}

function RunEntry({ run }: { run: Run }) {
  const { now } = useStores()
  const { t, dateTime, countdown } = useLanguage()
  const waiting = run.state === 'running' && run.effects.every(({ state }) => state === 'planned')
  return (
    <article class="run">
      <header>
        <Chip tone={RUN_TONES[run.state]}>{t(`run.${run.state}`)}</Chip>
        <span>
          <OnWhoseWord run={run} />, <time>{dateTime(run.createdAt)}</time>
        </span>
        {waiting && (
          <span class="quiet">
            {t('run.startsBefore', { time: countdown(Math.max(0, run.executeBy - now.value)) })}
          </span>
        )}
      </header>
      <ol class="steps">
        {run.effects.map(effect => (
          <Step key={effect.id} effect={effect} />
        ))}
      </ol>
    </article>
  )
}

function OnWhoseWord({ run: { kind, authority } }: { run: Run }) {
  const { t } = useLanguage()
  if (authority.kind === 'policy') {
    return t('runs.byPolicy', { rule: authority.rule, version: String(authority.version) })
  }
  return t(kind === 'undo' ? 'runs.undone' : 'runs.by', { name: authority.person.name })
}

function Step({ effect }: { effect: RunEffect }) {
  const { t, pick } = useLanguage()
  return (
    <li class={`step step-${effect.state}`}>
      <div class="step-line">
        <span class="step-title">{pick(effect.planned.title)}</span>
        <Chip tone={EFFECT_TONES[effect.state]}>{t(`effect.${effect.state}`)}</Chip>
      </div>
      {(effect.externalId || effect.attempts > 1) && (
        <p class="quiet">
          {effect.externalId && <code>{effect.externalId}</code>}{' '}
          {effect.attempts > 1 && t('effect.attempts', { count: effect.attempts })}
        </p>
      )}
      {effect.problem && <p class="refusal">{pick(effect.problem)}</p>}
      <UndoControl effect={effect} />
    </li>
  )
}

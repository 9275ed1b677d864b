import { type Signal, useSignal } from '@preact/signals'
import type { ContextFieldName } from '../../../shared/context-record.ts'
import { accuracyOf, type Validation } from '../../../shared/validation.ts'
import { latestOf } from '../../state/accuracy.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { FieldTable } from './field-table.tsx'
import { MismatchTable } from './mismatch-table.tsx'
import { PastChecks } from './past-checks.tsx'
import { Progress } from './progress.tsx'
import { Signature } from './signature.tsx'
import { useStores } from './stores.ts'
import { TodayRefusal } from './today-refusal.tsx'
import { TrendLine } from './trend-line.tsx'

/** How much of what Meshline holds is what the sources say now. */
export function AccuracySection() {
  const { today } = useStores()
  const { t } = useLanguage()
  const { running, finished, earlier } = latestOf(today.validations.value ?? [])
  const only = useSignal<ContextFieldName | null>(null)
  return (
    <section class="sheet accuracy" id="accuracy" aria-labelledby="accuracy-title" tabIndex={-1}>
      <header class="sheet-head">
        <h2 id="accuracy-title">{t('accuracy.title')}</h2>
        <CheckButton running={running} />
      </header>
      <TodayRefusal act="check" />
      {running && <Running validation={running} />}
      {finished && <Finished key={finished.id} validation={finished} only={only} />}
      {!finished && !running && <Empty />}
      {earlier.length > 0 && <PastChecks validations={earlier} />}
    </section>
  )
}

function Empty() {
  const { t } = useLanguage()
  return (
    <div class="nothing">
      <h3>{t('accuracy.empty')}</h3>
      <p>{t('accuracy.emptyHelp')}</p>
    </div>
  )
}

function CheckButton({ running }: { running: Validation | null }) {
  const { today } = useStores()
  const { t } = useLanguage()
  const outcome = today.outcome.value
  const starting = outcome.kind === 'busy' && outcome.act === 'check'
  return (
    <Button look="primary" held={starting || running !== null} onPress={() => void today.check()}>
      {t(starting ? 'accuracy.starting' : running ? 'accuracy.running' : 'accuracy.check')}
    </Button>
  )
}

function Running({ validation: { done, sampled } }: { validation: Validation }) {
  const { t } = useLanguage()
  const words = t('accuracy.progress', { done, sampled })
  return (
    <div class="running">
      <Progress label={words} value={done} max={sampled} />
      <p>
        <span role="status">{words}</span> <span class="quiet">{t('accuracy.goesOn')}</span>
      </p>
    </div>
  )
}

interface FinishedProps {
  validation: Validation
  /** The field whose differing values are shown alone. */
  only: Signal<ContextFieldName | null>
}

function Finished({ validation, only }: FinishedProps) {
  return (
    <>
      <Headline validation={validation} />
      <FieldTable validation={validation} only={only} />
      <MismatchTable validation={validation} only={only} />
      <Signature validation={validation} />
    </>
  )
}

function Headline({ validation }: { validation: Validation }) {
  const { today, now } = useStores()
  const { t, percent, relative, dateTime } = useLanguage()
  const { right, compared, sampled, population, unreadable, startedBy } = validation
  const share = accuracyOf(validation)
  const at = validation.finishedAt ?? validation.startedAt
  return (
    <div class="headline">
      <p>
        <a class="share" href="#fields">
          {share === null ? t('context.unknown') : percent(share)}
        </a>{' '}
        {share === null ? t('accuracy.noValues') : t('accuracy.values', { right, compared })}
      </p>
      <p class="quiet">
        {t('accuracy.accounts', { sampled, count: population })} ·{' '}
        <time title={dateTime(at)} dateTime={new Date(at).toISOString()}>
          {t('accuracy.when', { age: relative(at, now.value) })}
        </time>{' '}
        · {t('accuracy.by', { name: startedBy })}
      </p>
      {unreadable > 0 && <p class="unreadable">{t('accuracy.unreadable', { count: unreadable })}</p>}
      <TrendLine validations={today.validations.value ?? []} />
    </div>
  )
}

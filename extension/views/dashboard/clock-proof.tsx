import type { LatePause, SlaReport } from '../../../shared/sla-report.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { useStores } from './stores.ts'

const SECOND_MS = 1000

/** Whether the clocks can be believed: how exact, whether they add up, who stops them at the last moment. */
export function ClockProof() {
  const { today } = useStores()
  const { t } = useLanguage()
  const report = today.slaReport.value
  return (
    <section class="sheet" id="clocks" aria-labelledby="clocks-title" tabIndex={-1}>
      <h2 id="clocks-title">{t('proof.title')}</h2>
      {report ? <Lines report={report} /> : <p class="quiet">{t('panel.loading')}</p>}
    </section>
  )
}

function Lines({ report }: { report: SlaReport }) {
  const { t, relative } = useLanguage()
  const { now } = useStores()
  const { misses, lateness, recomputed } = report
  const seconds = useSeconds()
  return (
    <>
      <p>
        {lateness
          ? t('proof.lateness', {
              count: misses,
              half: seconds(lateness.p50Ms),
              most: seconds(lateness.p99Ms),
              worst: seconds(lateness.worstMs),
            })
          : t('proof.noMiss')}
      </p>
      <p class={recomputed && recomputed.differing > 0 ? 'trouble' : undefined}>
        {recomputed
          ? t(recomputed.differing > 0 ? 'proof.differ' : 'proof.equal', {
              count: recomputed.clocks,
              differing: recomputed.differing,
              age: relative(recomputed.at, now.value),
            })
          : t('proof.noNight')}
      </p>
      <Habits report={report} />
    </>
  )
}

function Habits({ report: { habits, latePauses } }: { report: SlaReport }) {
  const { t } = useLanguage()
  if (habits.length === 0) return <p>{t('proof.noLatePause')}</p>
  return (
    <>
      <p>{t('proof.habits')}</p>
      <ul>
        {habits.map(({ actor, late, pauses }) => (
          <li key={actor}>{t('proof.habit', { actor, late, count: pauses })}</li>
        ))}
      </ul>
      <Disclosure label={t('proof.pauses', { count: latePauses.length })}>
        <ul>
          {latePauses.map(pause => (
            <PauseRow key={`${pause.itemId} ${pause.kind} ${pause.at}`} pause={pause} />
          ))}
        </ul>
      </Disclosure>
    </>
  )
}

function PauseRow({ pause: { title, actor, cause, kind, at, leftMs } }: { pause: LatePause }) {
  const { t, dateTime, duration } = useLanguage()
  return (
    <li>
      {title}{' '}
      <span class="quiet">
        {t('proof.pause', {
          actor,
          cause,
          clock: t(`clock.${kind}`),
          left: duration(leftMs),
          at: dateTime(at),
        })}
      </span>
    </li>
  )
}

/** `0.3 s`: finer than anybody needs, coarser than a clock can be wrong. */
function useSeconds(): (ms: number) => string {
  const { locale } = useLanguage()
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
    maximumFractionDigits: 1,
  })
  return ms => format.format(ms / SECOND_MS)
}

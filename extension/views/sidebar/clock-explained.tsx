import { type ClockSegment, explainClock } from '../../../shared/explain-clock.ts'
import type { Clock } from '../../../shared/sla.ts'
import { type Language, useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { useStores } from './stores.ts'

/** Nights and weekends of a month; more are one line. */
const MOST = 60

/** The stretches that add up to the due time, and the rule and calendar they were counted by. */
export function ClockExplained({ clock }: { clock: Clock }) {
  const language = useLanguage()
  const { t, duration } = language
  const { now } = useStores()
  const segments = explainClock(clock, Math.max(clock.dueAt, now.peek()))
  const shown = segments.slice(0, MOST)
  return (
    <Disclosure label={t('clock.explain')}>
      <p class="quiet">{originWords(clock, language)}</p>
      <table class="segments">
        <tbody>
          {shown.map(segment => (
            <Row key={`${segment.kind} ${segment.from}`} segment={segment} />
          ))}
          {segments.length > MOST && (
            <tr>
              <td colSpan={2}>{t('clock.segmentsMore', { count: segments.length - MOST })}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{t('clock.target')}</th>
            <td class="number">{duration(clock.targetMs)}</td>
          </tr>
        </tbody>
      </table>
    </Disclosure>
  )
}

function Row({ segment }: { segment: ClockSegment }) {
  const { t, range, duration } = useLanguage()
  const { kind, from, until, countedMs, pause } = segment
  return (
    <tr class={`segment-${kind}`}>
      <th scope="row">
        {range(from, until)}
        <span class="quiet">
          {' '}
          {pause
            ? t('clock.pausedBy', { cause: pause.cause, name: pause.actor })
            : t(`clock.segment.${kind}`)}
        </span>
      </th>
      <td class="number">{countedMs > 0 ? duration(countedMs) : '–'}</td>
    </tr>
  )
}

function originWords({ origin, calendar, unit }: Clock, { t }: Language): string {
  const by = origin
    ? t('clock.byRule', { rule: origin.rule, version: String(origin.policyVersion) })
    : t('clock.byVendor')
  return calendar
    ? `${by} ${t('clock.byCalendar', { calendar: calendar.name, zone: calendar.timeZone })}`
    : `${by} ${t(`clock.${unit}`)}.`
}

import type { KnownPanel, Routing } from '../../../shared/panel.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

const SHAPES: Readonly<Record<Routing['conditions'][number]['outcome'], IconName>> = {
  passed: 'check',
  failed: 'cross',
  unknown: 'question',
}

/** The path that led to the owner, the rule's conditions with what was seen, and how often it changed hands. */
export function RoutingWhy({ panel: { ownership, routing } }: { panel: KnownPanel }) {
  const { t, pick, dateTime } = useLanguage()
  return (
    <>
      <ol class="path">
        {ownership.path.map(step => (
          <li key={step.en}>{pick(step)}</li>
        ))}
      </ol>
      {routing.conditions.length > 0 && (
        <ul class="conditions">
          {routing.conditions.map(condition => (
            <Judged key={condition.sentence.en} condition={condition} />
          ))}
        </ul>
      )}
      {routing.handoffs.length > 0 && (
        <>
          <p class="quiet">{t('owner.handoffs', { count: routing.handoffs.length })}</p>
          <ul class="handoffs">
            {routing.handoffs.map(({ at, from, to, cause }) => (
              <li key={`${at} ${to}`}>
                {t('owner.handoff', { from: from ?? t('owner.nobody'), to: to ?? t('owner.nobody') })}{' '}
                <span class="quiet">
                  {t(`handoff.${cause}`)}, {dateTime(at)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Judged({
  condition: { outcome, sentence, seen, source, readAt },
}: {
  condition: Routing['conditions'][number]
}) {
  const { now } = useStores()
  const { t, pick, relative, dateTime } = useLanguage()
  const read = readAt === null ? null : t('owner.asOf', { age: relative(readAt, now.value) })
  const from = source && source !== 'meshline' ? sourceName(source) : null
  return (
    <li>
      <Icon name={SHAPES[outcome]} />
      <span>
        {pick(sentence)}: {pick(seen)}{' '}
        {(from ?? read) && (
          <span class="quiet" title={readAt === null ? undefined : dateTime(readAt)}>
            {[from, read].filter(Boolean).join(', ')}
          </span>
        )}
      </span>
    </li>
  )
}

import type { SourceState } from '../../../shared/panel.ts'
import { type SourceStanding, standingOf } from '../../state/source-standing.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Chip, type Tone } from '../parts/chip.tsx'
import { Progress } from './progress.tsx'
import { useStores } from './stores.ts'

const TONES: Readonly<Record<SourceStanding, Tone>> = {
  trouble: 'bad',
  filling: 'busy',
  never: 'warn',
  fine: 'good',
}

/** How current each connected source is. */
export function SourceList() {
  const { today } = useStores()
  const { t } = useLanguage()
  const sources = today.sources.value
  return (
    <section class="sheet" id="sources" aria-labelledby="sources-title" tabIndex={-1}>
      <h2 id="sources-title">{t('sources.title')}</h2>
      {!sources && <p class="quiet">{t('panel.loading')}</p>}
      {sources?.length === 0 && (
        <div class="nothing">
          <h3>{t('sources.empty')}</h3>
          <p>{t('sources.emptyHelp')}</p>
        </div>
      )}
      {sources && sources.length > 0 && (
        <ul>
          {sources.map(source => (
            <SourceRow key={source.source} source={source} />
          ))}
        </ul>
      )}
    </section>
  )
}

function SourceRow({ source }: { source: SourceState }) {
  const { now } = useStores()
  const { t, pick, relative, dateTime } = useLanguage()
  const { syncedAt, backfill, trouble } = source
  const standing = standingOf(source)
  return (
    <li class="source">
      <div class="source-line">
        <strong>{sourceName(source.source)}</strong>
        <Chip tone={TONES[standing]}>{t(`sources.${standing}`)}</Chip>
      </div>
      {standing !== 'never' && syncedAt !== null && (
        <time class="quiet" title={dateTime(syncedAt)} dateTime={new Date(syncedAt).toISOString()}>
          {t('sources.synced', { age: relative(syncedAt, now.value) })}
        </time>
      )}
      {backfill && <Backfill source={source.source} backfill={backfill} />}
      {trouble && <p class="trouble">{pick(trouble)}</p>}
    </li>
  )
}

interface BackfillProps {
  source: string
  backfill: NonNullable<SourceState['backfill']>
}

function Backfill({ source, backfill: { read, total } }: BackfillProps) {
  const { t } = useLanguage()
  return (
    <>
      {total !== null && (
        <Progress label={t('sources.progressOf', { source: sourceName(source) })} value={read} max={total} />
      )}
      <span class="quiet">
        {total === null ? t('sources.progressOpen', { read }) : t('sources.progress', { read, total })}
      </span>
    </>
  )
}

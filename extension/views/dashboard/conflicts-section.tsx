import { useEffect } from 'preact/hooks'
import type { AskedTool, Collision, NativeConflict } from '../../../shared/native-conflict.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Chip } from '../parts/chip.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { Icon } from '../parts/icon.tsx'
import { OutsideLink } from '../parts/outside-link.tsx'
import { useStores } from './stores.ts'

type Policy = Collision['policy']

/** Rules inside the tools that assign or set a status as well, where they get in the way of ours. */
export function ConflictsSection({ kind }: { kind: Policy }) {
  const { conflicts } = useStores()
  const { t } = useLanguage()
  const { answer, failure, loading } = conflicts
  const load = () => void conflicts.load()
  useEffect(load, [])
  return (
    <section class="sheet" aria-labelledby="conflicts-head" aria-busy={loading.value}>
      <div class="sheet-head">
        <h2 id="conflicts-head">{t(`conflicts.${kind}`)}</h2>
        <Button look="quiet" held={loading.value} onPress={load}>
          <Icon name="refresh" />
          {t('conflicts.again')}
        </Button>
      </div>
      <p class="quiet">{t(`conflicts.${kind}.lead`)}</p>
      {failure.value && <FailureNote failure={failure.value} trying={loading.value} retry={load} />}
      {!answer.value && !failure.value && <p class="quiet">{t('conflicts.asking')}</p>}
      {answer.value && <Answer kind={kind} />}
    </section>
  )
}

function Answer({ kind }: { kind: Policy }) {
  const { conflicts } = useStores()
  const { t } = useLanguage()
  const { tools, conflicts: all } = conflicts.answer.value ?? { tools: [], conflicts: [] }
  const shown = all.filter(({ collisions }) => collisions.some(({ policy }) => policy === kind))
  return (
    <>
      {tools.length === 0 && <p>{t('conflicts.noTool')}</p>}
      {tools
        .toSorted((a, b) => Number(b.kind === 'away') - Number(a.kind === 'away'))
        .map(tool => (
          <Tool
            key={tool.source}
            tool={tool}
            against={shown.filter(({ source }) => source === tool.source).length}
          />
        ))}
      {shown.length > 0 && (
        <ul class="natives">
          {shown.map(conflict => (
            <li key={`${conflict.source} ${conflict.id}`} class="rule">
              <Conflict conflict={conflict} kind={kind} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What was asked of one tool, and how that went. */
function Tool({ tool, against }: { tool: AskedTool; against: number }) {
  const { t, pick } = useLanguage()
  const name = sourceName(tool.source)
  if (tool.kind === 'away') {
    return (
      <p class="caution" role="status">
        <Icon name="warning" />
        <span>{t('conflicts.away', { tool: name, why: pick(tool.why) })}</span>
      </p>
    )
  }
  if (tool.rules > 0 && against > 0) {
    return <p>{t('conflicts.found', { tool: name, count: against, of: tool.rules })}</p>
  }
  return (
    <p class="saved">
      <Icon name="check" />
      {t(tool.rules === 0 ? 'conflicts.noRules' : 'conflicts.none', { tool: name, count: tool.rules })}
    </p>
  )
}

function Conflict({ conflict, kind }: { conflict: NativeConflict; kind: Policy }) {
  const { t, pick } = useLanguage()
  const { source, title, url, sets, when, collisions, unlisted } = conflict
  const tool = sourceName(source)
  return (
    <>
      <p>
        <strong>
          <OutsideLink url={url}>{title}</OutsideLink>
        </strong>{' '}
        <span class="quiet">{tool}</span>
      </p>
      <dl class="native-says">
        <dt>{t('conflicts.sets')}</dt>
        <dd>{pick(sets)}</dd>
        <dt>{t('conflicts.when')}</dt>
        <dd lang="en">{when}</dd>
      </dl>
      <ul class="collisions">
        {collisions
          .filter(({ policy }) => policy === kind)
          .map(collision => (
            <li key={collision.rule}>
              <Chip tone={collision.certainty === 'always' ? 'bad' : 'warn'}>
                {t(`conflicts.${collision.certainty}`)}
              </Chip>
              <span>
                <strong>{collision.title}</strong> {pick(collision.why)}
              </span>
            </li>
          ))}
        {unlisted[kind] > 0 && <li class="quiet">{t('conflicts.more', { count: unlisted[kind] })}</li>}
      </ul>
      <p class="quiet">{t(`conflicts.${kind}.do`, { tool })}</p>
    </>
  )
}

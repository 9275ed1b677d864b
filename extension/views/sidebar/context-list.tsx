import { useState } from 'preact/hooks'
import { CONTEXT_FIELDS, type ContextField, type ContextFieldName } from '../../../shared/context-record.ts'
import type { KnownPanel } from '../../../shared/panel.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { OutsideLink } from '../parts/outside-link.tsx'
import { Sourced } from './sourced.tsx'

/** Shown in the header already; here only where sources disagree. */
const IN_HEADER: ReadonlySet<ContextFieldName> = new Set(['name', 'tier', 'mrr'])

export function ContextList({ panel }: { panel: KnownPanel }) {
  const { t } = useLanguage()
  const { account } = panel
  const shown = CONTEXT_FIELDS.map(name => ({
    name,
    field: account?.fields.find(entry => entry.field === name),
  })).filter(({ name, field }) => !IN_HEADER.has(name) || (field && field.losing.length > 0))
  return (
    <section class="group context" aria-labelledby="context">
      <h2 id="context">{t('context.title')}</h2>
      {account ? (
        <dl class="fields">
          {shown.map(({ name, field }) => (
            <div key={name} class={field && field.losing.length > 0 ? 'field field-conflict' : 'field'}>
              <dt>{t(`field.${name}`)}</dt>
              <dd>{field ? <Values field={field} /> : <span class="quiet">{t('context.unknown')}</span>}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p class="none">{t('context.none')}</p>
      )}
      <Ways panel={panel} />
    </section>
  )
}

/** The value that holds; where sources disagree every other one too, each with its source. */
function Values({ field }: { field: ContextField }) {
  const { t } = useLanguage()
  if (field.losing.length === 0) return <Sourced field={field} />
  return (
    <>
      <span class="conflict">
        <Icon name="warning" />
        {t('context.conflict')}
      </span>
      {[field.value, ...field.losing].map((value, rank) => (
        <span key={`${value.source} ${value.sourceId}`} class={rank === 0 ? 'holds' : 'loses'}>
          <Sourced field={field} value={value} /> <span class="quiet">{sourceName(value.source)}</span>
        </span>
      ))}
    </>
  )
}

function Ways({ panel }: { panel: KnownPanel }) {
  const { t, pick } = useLanguage()
  return (
    <div class="ways">
      {panel.links.length > 0 && <span class="quiet">{t('context.openIn')}</span>}
      {panel.links.map(link => (
        <OutsideLink key={link.url} url={link.url}>
          {pick(link.label)}
        </OutsideLink>
      ))}
      {panel.account && <CopyId id={panel.account.id} />}
    </div>
  )
}

function CopyId({ id }: { id: string }) {
  const { t } = useLanguage()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(id)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <Button look="quiet" onPress={() => void copy()}>
      <span role="status">{t(copied ? 'context.copied' : 'context.copy')}</span>
    </Button>
  )
}

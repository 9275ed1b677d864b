import { useState } from 'preact/hooks'
import type { ContextField, ContextFieldName } from '../../../shared/context-record.ts'
import type { KnownPanel } from '../../../shared/panel.ts'
import { type ContextRows, contextRows } from '../../state/context-rows.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { FieldValues } from './field-values.tsx'
import { LinkedRecords, Ways } from './linked-records.tsx'
import { RecentContacts } from './recent-contacts.tsx'

export function ContextList({ panel }: { panel: KnownPanel }) {
  const { t } = useLanguage()
  const { account, sources } = panel
  const rows = account && contextRows(account)
  return (
    <section class="group context" aria-labelledby="context">
      <h2 id="context">{t('context.title')}</h2>
      {rows ? <Fields rows={rows} /> : <p class="none">{t('context.none')}</p>}
      {account && sources && (
        <RecentContacts account={account} contacts={sources.recentContacts} record={panel.record} />
      )}
      {sources && <LinkedRecords sources={sources} />}
      <Ways panel={panel} />
      {account && <CopyId id={account.id} />}
    </section>
  )
}

function Fields({ rows: { shown, more, unknown } }: { rows: ContextRows }) {
  const { t, locale } = useLanguage()
  const names = new Intl.ListFormat(locale).format(unknown.map(name => t(`field.${name}`)))
  const label =
    more.length > 0
      ? t('context.more', { count: more.length })
      : t('context.notKnownCount', { count: unknown.length })
  return (
    <>
      <dl class="fields">
        {shown.map(({ name, field }) => (
          <FieldRow key={name} name={name} field={field} />
        ))}
      </dl>
      {more.length + unknown.length > 0 && (
        <Disclosure label={label}>
          <dl class="fields">
            {more.map(field => (
              <FieldRow key={field.field} name={field.field} field={field} />
            ))}
          </dl>
          {unknown.length > 0 && <p class="not-known">{t('context.notKnown', { fields: names })}</p>}
        </Disclosure>
      )}
    </>
  )
}

function FieldRow({ name, field }: { name: ContextFieldName; field: ContextField | null }) {
  const { t } = useLanguage()
  return (
    <div class={field && field.losing.length > 0 ? 'field field-conflict' : 'field'}>
      <dt>{t(`field.${name}`)}</dt>
      <dd>{field ? <FieldValues field={field} /> : <span class="quiet">{t('context.unknown')}</span>}</dd>
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

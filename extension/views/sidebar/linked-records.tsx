import type { AccountSources, KnownPanel, LinkedRecord } from '../../../shared/panel.ts'
import { nameKey } from '../../../shared/source-record.ts'
import { isKey } from '../../strings/catalogue.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { OutsideLink } from '../parts/outside-link.tsx'

/** How much of what each system holds for this account; asked for, because it is seldom needed. */
export function LinkedRecords({ sources: { counts } }: { sources: AccountSources }) {
  const { t, number } = useLanguage()
  const bySource = Map.groupBy(counts, ({ source }) => source)
  const words = ({ type, count }: AccountSources['counts'][number]) => {
    const key = `linked.${type}`
    return isKey(key) ? t(key, { count }) : `${number(count)} ${type}`
  }
  return (
    <Disclosure label={t('linked.title')}>
      {counts.length === 0 && <p class="none">{t('linked.none')}</p>}
      <dl class="fields">
        {[...bySource].map(([source, entries]) => (
          <div key={source} class="field">
            <dt>{sourceName(source)}</dt>
            <dd>{entries.map(words).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}

/** Where the account and what this is about open in their own systems. */
export function Ways({ panel: { sources, links } }: { panel: KnownPanel }) {
  const { t, pick } = useLanguage()
  const accounts = sources?.accounts ?? []
  const urls = new Set(accounts.map(({ url }) => url))
  const others = links.filter(({ url }) => !urls.has(url))
  return (
    <>
      {accounts.length > 0 && (
        <div class="ways">
          <span class="quiet">{t('context.accountIn')}</span>
          {accounts.map(account => (
            <AccountLink
              key={nameKey(account.name)}
              account={account}
              alone={accounts.filter(({ name }) => name.source === account.name.source).length === 1}
            />
          ))}
        </div>
      )}
      {others.length > 0 && (
        <div class="ways">
          <span class="quiet">{t('context.openIn')}</span>
          {others.map(link => (
            <OutsideLink key={link.url} url={link.url}>
              {pick(link.label)}
            </OutsideLink>
          ))}
        </div>
      )}
    </>
  )
}

function AccountLink({ account, alone }: { account: LinkedRecord; alone: boolean }) {
  const { t } = useLanguage()
  const source = sourceName(account.name.source)
  const words = alone ? source : t('context.named', { source, label: account.label })
  if (account.gone) {
    return (
      <span class="gone-way" title={account.label}>
        <s>{words}</s> {t('context.gone')}
      </span>
    )
  }
  return account.url ? <OutsideLink url={account.url}>{words}</OutsideLink> : <span>{words}</span>
}

import type { ContextRecord } from '../../../shared/context-record.ts'
import type { LinkedRecord } from '../../../shared/panel.ts'
import type { RecordRef } from '../../../shared/record-ref.ts'
import { nameKey } from '../../../shared/source-record.ts'
import { fieldOf } from '../../state/context-rows.ts'
import { sourceName, useLanguage } from '../language.ts'
import { OutsideLink } from '../parts/outside-link.tsx'
import { Sourced } from './sourced.tsx'
import { useStores } from './stores.ts'

interface Props {
  account: ContextRecord
  contacts: readonly LinkedRecord[]
  /** The one this panel stands beside, which needs no way to it. */
  record: RecordRef
}

/** What the account has written or called about of late, newest first. */
export function RecentContacts({ account, contacts, record }: Props) {
  const { t } = useLanguage()
  return (
    <div class="sub">
      <h3 class="sub-head">
        {t('recent.title')} <ContactCount account={account} />
      </h3>
      {contacts.length === 0 && <p class="none">{t('recent.none')}</p>}
      <ul class="contacts">
        {contacts.map(contact => (
          <Contact key={nameKey(contact.name)} contact={contact} here={isHere(contact, record)} />
        ))}
      </ul>
    </div>
  )
}

function ContactCount({ account }: { account: ContextRecord }) {
  const { t } = useLanguage()
  const field = fieldOf(account, 'contacts_30d')
  const content = field?.value.content
  if (!field || content?.kind !== 'count') {
    return <span class="quiet">{t('recent.countUnknown')}</span>
  }
  return <Sourced field={field} words={t('recent.count', { count: content.count })} />
}

function Contact({ contact, here }: { contact: LinkedRecord; here: boolean }) {
  const { now } = useStores()
  const { t, code, relative, dateTime } = useLanguage()
  const { label, url, state, happenedAt, gone, name } = contact
  const about = [state && code('status', state), gone && t('context.gone'), here && t('recent.thisOne')]
  return (
    <li class={gone ? 'contact gone' : 'contact'}>
      <span class="contact-label" title={label}>
        {url && !here && !gone ? <OutsideLink url={url}>{label}</OutsideLink> : label}
      </span>
      <span class="contact-about">
        {[sourceName(name.source), ...about].filter(Boolean).join(' · ')}
        {happenedAt !== null && (
          <>
            {' · '}
            <time title={dateTime(happenedAt)} dateTime={new Date(happenedAt).toISOString()}>
              {relative(happenedAt, now.value)}
            </time>
          </>
        )}
      </span>
    </li>
  )
}

function isHere({ name }: LinkedRecord, { host, type, id }: RecordRef): boolean {
  return name.source === host && name.type === type && name.id === id
}

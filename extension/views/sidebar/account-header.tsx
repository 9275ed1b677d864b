import type { KnownPanel } from '../../../shared/panel.ts'
import { fieldOf } from '../../state/context-rows.ts'
import { useLanguage } from '../language.ts'
import { Sourced } from './sourced.tsx'

/** Who this is and what the matter is called. */
export function AccountHeader({ panel }: { panel: KnownPanel }) {
  const { t, code } = useLanguage()
  const { account } = panel
  const [name, tier, mrr] = [fieldOf(account, 'name'), fieldOf(account, 'tier'), fieldOf(account, 'mrr')]
  return (
    <header class="group account">
      <div class="account-line">
        <h1>{name ? <Sourced field={name} look="title" /> : t('account.unknown')}</h1>
        {tier && <Sourced field={tier} look="tier" />}
        {mrr ? (
          <Sourced field={mrr} look="mrr" />
        ) : (
          account && <span class="quiet">{t('account.mrrUnknown')}</span>
        )}
      </div>
      <p class="item-line">
        <span class="ticket-number">#{panel.record.id}</span>{' '}
        <span class="ticket-title">{panel.item.title}</span>
      </p>
      <p class="item-kind">
        {t(`kind.${panel.item.kind}`)}
        {panel.item.pendingReason && (
          <span class="pending">
            {t('item.pending', { reason: code('pending', panel.item.pendingReason) })}
          </span>
        )}
      </p>
    </header>
  )
}

import type { AlertOrder, AlertStore } from '../../state/alert-store.ts'
import { useLanguage } from '../language.ts'

const ORDERS: readonly AlertOrder[] = ['deadline', 'revenue']

/** What comes first: the next deadline, or the most revenue. */
export function AlertOrderChoice({ alerts }: { alerts: AlertStore }) {
  const { t } = useLanguage()
  return (
    <fieldset class="alert-order">
      <legend class="unseen">{t('alerts.order')}</legend>
      {ORDERS.map(order => (
        <label key={order}>
          <input
            type="radio"
            name="alert-order"
            checked={alerts.order.value === order}
            onChange={() => {
              alerts.order.value = order
            }}
          />
          {t(`alerts.order.${order}`)}
        </label>
      ))}
    </fieldset>
  )
}

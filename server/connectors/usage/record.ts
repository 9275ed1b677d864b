import type { Identifier, RecordField, SourceRecord } from '../../../shared/source-record.ts'
import { aSourceRecord } from '../../../shared/source-record.ts'
import { TOLERANCE_MS } from '../signature.ts'
import type { UsageAccount, UsageMeasure } from './usage-event.ts'

/** The state of a record whose sender's clock runs ahead of ours: its time is the time it came. */
const CLOCK_AHEAD = 'clock-ahead'

/** What a workspace is called: its own id, or the first that another system has for it. */
export function workspaceId(account: UsageAccount): string {
  const { workspace_id, salesforce_account_id, stripe_customer_id, domain } = account
  return workspace_id ?? salesforce_account_id ?? stripe_customer_id ?? domain ?? ''
}

/**
 * The workspace as it was at `at`, which is also when it was read: measures may come in any order, and the newest
 * holds. A time after `receivedAt` (epoch milliseconds) would hold for good, so it counts as received then.
 */
export function usageRecord(measure: UsageMeasure, receivedAt: number): SourceRecord {
  const id = workspaceId(measure.account)
  const at = Math.min(measure.at, receivedAt)
  return aSourceRecord(
    { source: 'usage', type: 'workspace', id },
    {
      role: 'account',
      label: id,
      keys: keysOf(measure.account),
      fields: fieldsOf(measure),
      state: measure.at - receivedAt > TOLERANCE_MS ? CLOCK_AHEAD : null,
      changedAt: at,
      readAt: at,
    },
  )
}

function keysOf({ salesforce_account_id, stripe_customer_id, domain }: UsageAccount): Identifier[] {
  return [
    ...(salesforce_account_id ? [{ kind: 'salesforce-account', value: salesforce_account_id }] : []),
    ...(stripe_customer_id ? [{ kind: 'stripe-customer', value: stripe_customer_id }] : []),
    ...(domain ? [{ kind: 'domain', value: domain }] : []),
  ]
}

function fieldsOf({ active_users_14d, events_14d, health, last_active_at }: UsageMeasure): RecordField[] {
  const usage = active_users_14d ?? events_14d
  const fields: (RecordField | null)[] = [
    given(usage) ? { field: 'usage_14d', content: { kind: 'count', count: usage } } : null,
    given(health) ? { field: 'health', content: { kind: 'count', count: Math.round(health) } } : null,
    given(last_active_at) ? { field: 'last_active_at', content: { kind: 'date', at: last_active_at } } : null,
  ]
  return fields.filter(field => field !== null)
}

function given(value: number | null | undefined): value is number {
  return value !== null && value !== undefined
}

import { createAlertStore } from './alert-store.ts'
import { createBacktestStore } from './backtest-store.ts'
import { createConflictStore } from './conflict-store.ts'
import { createDraftStore } from './draft-store.ts'
import { createNow } from './now.ts'
import { createPolicyStore, kindIn } from './policy-store.ts'
import { createSignalStore, filterIn } from './signal-store.ts'
import { createTodayStore } from './today-store.ts'
import type { Worker } from './worker.ts'

/** What the dashboard's pages show; an address says which part of it. */
export function createDashboardStores(worker: Worker, search: string) {
  const drafts = createDraftStore(worker)
  const kind = kindIn(search)
  return {
    today: createTodayStore(worker),
    signals: createSignalStore(worker, filterIn(search)),
    policies: createPolicyStore(worker, drafts, kind),
    backtests: createBacktestStore(worker, drafts, kind === 'sla' ? 'sla' : 'routing'),
    conflicts: createConflictStore(worker),
    alerts: createAlertStore(worker),
    drafts,
    now: createNow(),
  }
}

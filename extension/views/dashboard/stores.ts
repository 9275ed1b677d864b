import type { ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { AlertStore } from '../../state/alert-store.ts'
import type { BacktestStore } from '../../state/backtest-store.ts'
import type { ConflictStore } from '../../state/conflict-store.ts'
import type { DraftStore } from '../../state/draft-store.ts'
import type { PolicyStore } from '../../state/policy-store.ts'
import type { SignalStore } from '../../state/signal-store.ts'
import type { TodayStore } from '../../state/today-store.ts'

interface DashboardStores {
  readonly today: TodayStore
  readonly alerts: AlertStore
  readonly signals: SignalStore
  readonly policies: PolicyStore
  readonly backtests: BacktestStore
  readonly conflicts: ConflictStore
  /** What is typed for a signature or a policy and not sent yet. */
  readonly drafts: DraftStore
  /** Our clock, once a second. */
  readonly now: ReadonlySignal<number>
}

const StoresContext = createContext<DashboardStores | null>(null)
export const StoresProvider = StoresContext.Provider

export function useStores(): DashboardStores {
  const stores = useContext(StoresContext)
  if (!stores) throw new Error('The dashboard is drawn outside its StoresProvider')
  return stores
}

import type { ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { DecisionStore } from '../../state/decision-store.ts'
import type { LayoutStore } from '../../state/layout-store.ts'
import type { PanelStore } from '../../state/panel-store.ts'

export interface SidebarStores {
  readonly panel: PanelStore
  readonly decisions: DecisionStore
  readonly layout: LayoutStore
  /** The server's time, once a second. */
  readonly now: ReadonlySignal<number>
}

const StoresContext = createContext<SidebarStores | null>(null)
export const StoresProvider = StoresContext.Provider

export function useStores(): SidebarStores {
  const stores = useContext(StoresContext)
  if (!stores) throw new Error('The sidebar is drawn outside its StoresProvider')
  return stores
}

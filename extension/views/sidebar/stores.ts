import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { SidebarStores } from '../../state/sidebar-stores.ts'

const StoresContext = createContext<SidebarStores | null>(null)
export const StoresProvider = StoresContext.Provider

export function useStores(): SidebarStores {
  const stores = useContext(StoresContext)
  if (!stores) throw new Error('The sidebar is drawn outside its StoresProvider')
  return stores
}

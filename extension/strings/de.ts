import { deClocks } from './de-clocks.ts'
import { deContext } from './de-context.ts'
import { deDashboard } from './de-dashboard.ts'
import { deOwner } from './de-owner.ts'
import { dePages } from './de-pages.ts'
import { dePolicies } from './de-policies.ts'
import { dePresence } from './de-presence.ts'
import { deRules } from './de-rules.ts'
import { deSidebar } from './de-sidebar.ts'

export const de = {
  ...deSidebar,
  ...deContext,
  ...dePages,
  ...deDashboard,
  ...deOwner,
  ...dePolicies,
  ...deRules,
  ...dePresence,
  ...deClocks,
}

import { enClocks } from './en-clocks.ts'
import { enContext } from './en-context.ts'
import { enDashboard } from './en-dashboard.ts'
import { enOwner } from './en-owner.ts'
import { enPages } from './en-pages.ts'
import { enPolicies } from './en-policies.ts'
import { enPresence } from './en-presence.ts'
import { enRules } from './en-rules.ts'
import { enSidebar } from './en-sidebar.ts'

/** English, and the list of keys every other language must have. `{name}` is filled in; plurals follow `{count}`. */
export const en = {
  ...enSidebar,
  ...enContext,
  ...enPages,
  ...enDashboard,
  ...enOwner,
  ...enPolicies,
  ...enRules,
  ...enPresence,
  ...enClocks,
}

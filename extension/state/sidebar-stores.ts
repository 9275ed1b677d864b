import { computed } from '@preact/signals'
import type { Layout } from '../messages.ts'
import { createDecisionStore } from './decision-store.ts'
import { createDraftStore } from './draft-store.ts'
import type { HostTab } from './host-tab.ts'
import { createIdentityStore } from './identity-store.ts'
import { createLayoutStore } from './layout-store.ts'
import { createNow } from './now.ts'
import { createOwnerStore } from './owner-store.ts'
import { createPanelStore } from './panel-store.ts'
import { createPresses } from './presses.ts'
import { createPromiseStore } from './promise-store.ts'
import type { Worker } from './worker.ts'

export type SidebarStores = ReturnType<typeof createSidebarStores>

/** All the sidebar shows and does, for the host page it stands in. */
export function createSidebarStores(worker: Worker, host: HostTab, firstLayout: Layout) {
  const panel = createPanelStore(worker)
  const presses = createPresses(host, panel)
  const drafts = createDraftStore(worker)
  const parts = { worker, presses, drafts, panel }
  const ours = createNow()
  return {
    panel,
    presses,
    drafts,
    decisions: createDecisionStore(parts),
    identity: createIdentityStore(parts),
    owner: createOwnerStore(parts),
    promise: createPromiseStore(parts),
    layout: createLayoutStore(host, firstLayout),
    /** The server's time, once a second. */
    now: computed(() => ours.value + panel.clockOffset.value),
  }
}

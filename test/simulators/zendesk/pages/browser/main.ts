import { placeOf, startNavigation } from './navigation.ts'
import { variant } from './variant.ts'
import { type Activation, Workspace } from './workspace.ts'

const workspace = new Workspace(document.body.dataset.agent ?? '')
document.querySelector('#root')?.append(workspace.root)
startNavigation(place => void workspace.show(place))
for (const id of variant.open) await workspace.mount(id)
await workspace.show(placeOf(location.pathname))
new EventSource('/agent/data/live').addEventListener(
  'ticket',
  event => void workspace.refresh(Number(event.data)),
)

/** What tests do to the page, as `window.zendeskSim`. */
const zendeskSim = {
  openTicket: async (id: number) => {
    await workspace.mount(id)
    await workspace.activate(id)
  },
  activate: (id: number, activation?: Activation) => workspace.activate(id, activation),
  closeTicket: (id: number) => workspace.close(id),
  rerender: (id: number) => workspace.pane(id).rerender(),
  wipeChildren: (id: number) => workspace.pane(id).wipeChildren(),
  sortRows: () => workspace.views.sortBy(),
  setTheme: (theme: 'light' | 'dark') => document.documentElement.setAttribute('data-theme', theme),
  setDirty: (id: number, isDirty: boolean) => workspace.setDirty(id, isDirty),
}

export type ZendeskSim = typeof zendeskSim

declare global {
  interface Window {
    zendeskSim?: ZendeskSim
  }
}

window.zendeskSim = zendeskSim
document.documentElement.setAttribute('data-sim-ready', 'true')

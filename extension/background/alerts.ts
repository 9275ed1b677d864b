import type { Result } from '../failure.ts'
import { jumpTo } from '../jump.ts'
import type { AlertsView } from '../messages.ts'
import { openDashboard } from '../state/open-dashboard.ts'
import { onWake } from './alarms.ts'
import type { KnownAlerts } from './alert-book.ts'
import { createAlertKeeper } from './alert-keeper.ts'
import { onPressed, showTest } from './notices.ts'
import type { Session } from './session.ts'

/** How long a due warning waits for news of its clock before it is given by what is known. */
const NEWS_WAIT_MS = 3000

export interface Alerts {
  /** Reads mine, keeps them, and tells of what is due. */
  readonly read: () => Promise<Result<AlertsView>>
  /** The same for nobody who waits; what is asked for while it reads is read once more. */
  readonly look: () => void
  readonly known: () => Promise<KnownAlerts | null>
  /** Shows a notice as a real one would be; false where the browser does not show ours. */
  readonly test: () => Promise<boolean>
  /** On sign-out. */
  readonly forget: () => Promise<void>
}

/** My clocks told of in time: on the badge, and as notices of the desktop. */
export function createAlerts(session: Session): Alerts {
  const keeper = createAlertKeeper(() => wake())
  /** Grows with each sign-out: what was asked before it must not be kept after it. */
  let era = 0
  let withoutNews: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<Result<AlertsView>> {
    const asked = era
    const answer = await session.asMember(api => api.alerts('mine'))
    clearTimeout(withoutNews)
    if (asked === era) void keeper.take(answer)
    return answer
  }
  const look = once(read)

  /** News first, so that nobody is told of what was answered a moment ago; without news by what is known. */
  function wake(): void {
    clearTimeout(withoutNews)
    withoutNews = setTimeout(() => void keeper.tell(), NEWS_WAIT_MS)
    look()
  }

  onWake(wake)
  onPressed(clockId => {
    if (clockId === null) void openDashboard()
    else void keeper.known().then(known => jumpToClock(known, clockId))
  })
  wake()
  return {
    read,
    look,
    known: keeper.known,
    test: showTest,
    forget() {
      era += 1
      return keeper.drop()
    },
  }
}

/** Works at most once at a time; asked for while it works, it works once more. */
function once(work: () => Promise<unknown>): () => void {
  let working = false
  let again = false
  return function start() {
    again = working
    if (working) return
    working = true
    void work().finally(() => {
      working = false
      if (again) start()
    })
  }
}

async function jumpToClock(known: KnownAlerts | null, clockId: string): Promise<void> {
  const url = known?.view.alerts.find(({ clock }) => clock.id === clockId)?.url
  await (url && /^https?:/.test(url) ? jumpTo(url) : openDashboard())
}

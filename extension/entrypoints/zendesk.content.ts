import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { localeOf } from '../../shared/locale.ts'
import { createPanelFrame } from '../hosts/zendesk/panel-frame.ts'
import { watchTickets } from '../hosts/zendesk/watch-tickets.ts'
import type { PanelToHost } from '../messages.ts'
import { rememberedLayout, rememberLayout } from '../state/remembered-layout.ts'
import { tellPanel, toPanel } from '../state/tell-panel.ts'
import { RETIRED } from '../strings/retired.ts'

export default defineContentScript({
  matches: ['https://*.zendesk.com/agent/*'],
  runAt: 'document_end',
  noScriptStartedPostMessage: true,
  async main(ctx) {
    const frame = createPanelFrame(browser.runtime.getURL('/zendesk-sidebar.html'), await rememberedLayout())
    const watch = watchTickets(ctx, {
      change(record, onTicketPage) {
        frame.show(onTicketPage)
        return tellPanel(record)
      },
      upkeep: frame.upkeep,
    })

    ctx.addEventListener(window, 'wxt:locationchange', event => watch.navigated(event.newUrl))
    browser.runtime.onMessage.addListener((message: PanelToHost, _sender, answer) => {
      if (message.arrow !== 'panel-to-host') return
      if (message.kind === 'which-record') return answer(toPanel(watch.now()))
      frame.arrange(message.layout)
      void rememberLayout(message.layout)
    })
    ctx.onInvalidated(() => {
      // A newer copy of this script takes over by itself; without an id the extension behind it is gone.
      if (browser.runtime?.id) frame.remove()
      else frame.retire(RETIRED[localeOf(navigator.language)])
    })
  },
})

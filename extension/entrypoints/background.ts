import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import { startWorker } from '../background/start-worker.ts'

export default defineBackground(() => {
  for (const area of [browser.storage.local, browser.storage.session]) {
    void area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })
  }
  startWorker()
})

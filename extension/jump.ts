import { browser } from 'wxt/browser'

/** To the ticket: the tab that shows it already, else a new one. */
export async function jumpTo(url: string): Promise<void> {
  // Only tabs of hosts we may read are found; that is all that is asked.
  const [open] = await browser.tabs.query({ url: `${url.split(/[?#]/)[0]}*` }).catch(() => [])
  if (open?.id === undefined) await browser.tabs.create({ url })
  else {
    await browser.tabs.update(open.id, { active: true })
    await browser.windows.update(open.windowId, { focused: true })
  }
}

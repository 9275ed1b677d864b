import { browser } from 'wxt/browser'

/** The tab that shows the dashboard already, else a new one. */
export async function openDashboard(): Promise<void> {
  const url = browser.runtime.getURL('/dashboard.html')
  const open = await tabWith(url)
  if (!open) await browser.tabs.create({ url })
  else {
    await browser.tabs.update(open.tabId, { active: true })
    await browser.windows.update(open.windowId, { focused: true })
  }
}

/** Older browsers cannot tell of our own tabs without a permission; there it opens once more. */
async function tabWith(url: string): Promise<{ tabId: number; windowId: number } | null> {
  try {
    const tabs = await browser.runtime.getContexts({ contextTypes: ['TAB'] })
    const open = tabs.find(({ tabId, documentUrl }) => tabId >= 0 && documentUrl?.split(/[?#]/)[0] === url)
    return open ?? null
  } catch {
    return null
  }
}

import { browser } from 'wxt/browser'
import type { Layout } from '../messages.ts'

const KEY = 'layout'
const FIRST: Layout = { width: 360, collapsed: false }

/** The one setting content scripts read; everything else is in areas closed to them. */
export async function rememberedLayout(): Promise<Layout> {
  const { [KEY]: found } = await browser.storage.sync.get<{ [KEY]?: Partial<Layout> }>(KEY)
  return { ...FIRST, ...found }
}

export function rememberLayout(layout: Layout): Promise<void> {
  return browser.storage.sync.set({ [KEY]: layout })
}

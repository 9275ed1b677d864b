import { browser } from 'wxt/browser'
import type { RecordRef } from '../../shared/record-ref.ts'
import type { HostToPanel } from '../messages.ts'

export function toPanel(record: RecordRef | null): HostToPanel {
  return { arrow: 'host-to-panel', record }
}

/** Sends to the sidebar of this tab; false while it is still loading. Other tabs' sidebars do not answer. */
export async function tellPanel(record: RecordRef | null): Promise<boolean> {
  const heard: unknown = await browser.runtime.sendMessage(toPanel(record)).catch(() => false)
  return heard === true
}

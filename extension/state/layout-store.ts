import { type ReadonlySignal, signal } from '@preact/signals'
import type { Layout } from '../messages.ts'
import type { HostTab } from './host-tab.ts'

export const WIDTH = { least: 320, most: 420, step: 20 } as const

export interface LayoutStore {
  readonly layout: ReadonlySignal<Layout>
  readonly resize: (width: number) => void
  readonly collapse: (collapsed: boolean) => void
}

/** The content script sets the frame's size and remembers it; this is the sidebar's side of it. */
export function createLayoutStore(host: HostTab, initial: Layout): LayoutStore {
  const layout = signal(initial)
  const change = (next: Partial<Layout>) => {
    layout.value = { ...layout.value, ...next }
    host.arrange(layout.value)
  }
  return {
    layout,
    resize: width => change({ width: Math.round(Math.min(WIDTH.most, Math.max(WIDTH.least, width))) }),
    collapse: collapsed => change({ collapsed }),
  }
}

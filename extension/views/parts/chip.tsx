import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'busy'

const SHAPES: Readonly<Record<Tone, IconName | null>> = {
  neutral: null,
  good: 'check',
  warn: 'warning',
  bad: 'cross',
  busy: 'clock',
}

/** A status in a word, a colour and a shape. */
export function Chip({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  const shape = SHAPES[tone]
  return (
    <span class={`chip chip-${tone}`}>
      {shape && <Icon name={shape} />}
      {children}
    </span>
  )
}

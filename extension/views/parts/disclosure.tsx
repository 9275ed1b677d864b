import type { ComponentChildren } from 'preact'

interface Props {
  label: ComponentChildren
  /** Told each time it is opened. */
  onOpen?: () => void
  children: ComponentChildren
}

/** More, on demand; the browser's own keyboard handling. */
export function Disclosure({ label, onOpen, children }: Props) {
  return (
    <details class="disclosure" onToggle={event => event.currentTarget.open && onOpen?.()}>
      <summary>{label}</summary>
      <div class="disclosed">{children}</div>
    </details>
  )
}

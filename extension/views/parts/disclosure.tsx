import type { ComponentChildren } from 'preact'

/** More, on demand; the browser's own keyboard handling. */
export function Disclosure({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  return (
    <details class="disclosure">
      <summary>{label}</summary>
      <div class="disclosed">{children}</div>
    </details>
  )
}

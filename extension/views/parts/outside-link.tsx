import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'

/** A link out of the extension. Anything but a web address is shown as plain words. */
export function OutsideLink({ url, children }: { url: string; children: ComponentChildren }) {
  if (!isWebAddress(url)) return <span>{children}</span>
  return (
    <a class="link" href={url} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon name="open" />
    </a>
  )
}

export function isWebAddress(url: string): boolean {
  const protocol = URL.parse(url)?.protocol
  return protocol === 'https:' || protocol === 'http:'
}

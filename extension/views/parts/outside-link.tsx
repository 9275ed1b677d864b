import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'

interface Props {
  url: string
  /** Where the words beside it are too few on their own. */
  label?: string
  children: ComponentChildren
}

/** A link out of the extension. Anything but a web address is shown as plain words. */
export function OutsideLink({ url, label, children }: Props) {
  if (!isWebAddress(url)) return <span>{children}</span>
  return (
    <a class="link" href={url} aria-label={label} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon name="open" />
    </a>
  )
}

export function isWebAddress(url: string): boolean {
  const protocol = URL.parse(url)?.protocol
  return protocol === 'https:' || protocol === 'http:'
}

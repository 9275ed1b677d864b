export type Child = Node | string | null | false

/** An element; `class`, attributes and text alike are data, so nothing of a ticket becomes markup. */
export function h(tag: string, attributes: Record<string, string | null>, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null) element.setAttribute(name, value)
  element.append(...children.filter(child => child !== null && child !== false))
  return element
}

/** A `data-test-id`, the one mark Zendesk keeps stable. */
export const test = (id: string): { 'data-test-id': string } => ({ 'data-test-id': id })

/** The garden's name and version of a component. */
export const garden = (id: string): Record<string, string> => ({
  'data-garden-id': id,
  'data-garden-version': '9.5.0',
})

const SVG = 'http://www.w3.org/2000/svg'

const PATHS: Readonly<Record<string, string>> = {
  home: 'M3 9.5 10 3.5l7 6V17h-4.5v-4.5h-5V17H3z',
  views: 'M3 5h14M3 10h14M3 15h9',
  customers: 'M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM4 17c.4-3.3 2.8-5 6-5s5.600 1.700 6 5',
  organizations: 'M4 17V4h7v13M11 8h5v9M6.500 7h2M6.500 10h2M6.500 13h2M13 11h1M13 14h1M2.500 17h15',
  reporting: 'M4 16v-5M10 16V4M16 16V8',
  admin: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4',
  search: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11ZM13 13l4 4',
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.500 1.500h-13zM8.500 17.500h3',
  plus: 'M10 4v12M4 10h12',
  close: 'M6 6l8 8M14 6l-8 8',
  down: 'M6 8.500l4 4 4-4',
  lock: 'M6 9.500V7a4 4 0 0 1 8 0v2.500M5 9.500h10V16H5z',
  mail: 'M3 5.500h14v9.500H3zM3 6l7 5 7-5',
  refresh: 'M15.500 7.500A6 6 0 1 0 16 11M16 4v4h-4',
  apps: 'M4 4h4.500v4.500H4zM11.500 4H16v4.500h-4.500zM4 11.500h4.500V16H4zM11.500 11.500H16V16h-4.500z',
  bolt: 'M11 3 5 11h4l-1 6 6-8h-4z',
}

export function icon(name: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', 'icon')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name] ?? '')
  svg.append(path)
  return svg
}

/** A disc with a person's initials, as images are not allowed by the page's policy. */
export function avatar(name: string): HTMLElement {
  const initials = name
    .split(' ')
    .map(part => part.charAt(0))
    .slice(0, 2)
    .join('')
  const tone = (name.charCodeAt(0) + name.charCodeAt(name.length - 1) + name.length) % 5
  return h(
    'figure',
    { ...garden('avatars.avatar'), class: `avatar tone-${tone}`, 'aria-label': name },
    initials,
  )
}

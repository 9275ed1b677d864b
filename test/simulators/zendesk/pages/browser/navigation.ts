/** What the address shows. */
export type Place =
  | { readonly kind: 'ticket'; readonly id: number }
  | { readonly kind: 'view'; readonly id: string }
  | { readonly kind: 'dashboard' }

export function placeOf(path: string): Place {
  const ticket = /^\/agent\/tickets\/(\d+)/.exec(path)
  if (ticket) return { kind: 'ticket', id: Number(ticket[1]) }
  const view = /^\/agent\/filters\/(\w+)/.exec(path)
  if (view?.[1]) return { kind: 'view', id: view[1] }
  return { kind: 'dashboard' }
}

let onNavigate: (place: Place) => void = () => {}

/** `show` is called for every change of the address, by the page or by the browser's buttons. */
export function startNavigation(show: (place: Place) => void): void {
  onNavigate = show
  addEventListener('popstate', () => show(placeOf(location.pathname)))
}

export function navigate(path: string): void {
  if (location.pathname !== path) pushPath(path)
  onNavigate(placeOf(path))
}

/** Changes the address and nothing else. */
export function pushPath(path: string): void {
  history.pushState({}, '', path)
}

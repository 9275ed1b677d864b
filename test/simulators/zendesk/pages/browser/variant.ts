/** How this page differs from the plain one: query string first, then a cookie `sim_<name>`. */
export interface Variant {
  /** The old shell has other tabs, hides inactive tickets by `display:none`, and shows views in two tables. */
  readonly shell: 'new' | 'old'
  readonly layout: 'standard' | 'custom'
  /** From left to right. */
  readonly columns: readonly Column[]
  readonly lang: 'en' | 'de'
  /** The context panel appears this much later, milliseconds. */
  readonly latePanelMs: number
  /** Tickets with a tab from the start. */
  readonly open: readonly number[]
}

export type Column = 'form' | 'conversation' | 'context'

const STANDARD: readonly Column[] = ['form', 'conversation', 'context']
const SHUFFLED: readonly Column[] = ['context', 'conversation', 'form']
const DEFAULT_OPEN = '35436,35437,35438'

export function readVariant(search: string, cookie: string): Variant {
  const query = new URLSearchParams(search)
  const stored = (name: string) =>
    cookie
      .split('; ')
      .find(pair => pair.startsWith(`sim_${name}=`))
      ?.split('=')[1]
  const value = (name: string) => query.get(name) ?? stored(name) ?? ''
  const layout = value('layout') === 'custom' ? 'custom' : 'standard'
  return {
    shell: value('shell') === 'old' ? 'old' : 'new',
    layout,
    columns: columnsOf(value('columns')) ?? (layout === 'custom' ? SHUFFLED : STANDARD),
    lang: value('lang') === 'de' ? 'de' : 'en',
    latePanelMs: Number(value('latePanel')) || 0,
    open: (value('open') || DEFAULT_OPEN).split(',').map(Number),
  }
}

function columnsOf(text: string): Column[] | null {
  const columns = text.split(',').flatMap(name => STANDARD.find(column => column === name) ?? [])
  return new Set(columns).size === STANDARD.length ? columns : null
}

export const variant = readVariant(location.search, document.cookie)

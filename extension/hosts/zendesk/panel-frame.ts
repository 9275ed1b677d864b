/** How the panel stands beside the page. Width in CSS pixels. */
export interface FrameLayout {
  width: number
  collapsed: boolean
}

export interface PanelFrame {
  readonly show: (visible: boolean) => void
  readonly arrange: (layout: FrameLayout) => void
  /** Puts back what the page wiped. */
  readonly upkeep: () => void
  /** Replaces the panel by a note with one button; for when the extension behind it is gone. */
  readonly retire: (words: { text: string; action: string }) => void
  readonly remove: () => void
}

const RAIL_WIDTH = 28
const NARROWEST = 320
const WIDEST = 420

/**
 * One iframe for the tab's life, in a closed shadow root on the body, which React never clears. The page makes room
 * by a margin on its root element, so that none of its controls is covered; taken away with the panel.
 */
export function createPanelFrame(src: string, initial: FrameLayout): PanelFrame {
  const host = document.createElement('meshline-panel')
  const shadow = host.attachShadow({ mode: 'closed' })
  const frame = document.createElement('iframe')
  host.style.cssText = HOST_STYLE
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  shadow.adoptedStyleSheets = [sheet]
  frame.src = src
  frame.title = 'Meshline'
  frame.allow = 'clipboard-write'
  shadow.append(frame)

  let layout = initial
  let visible = false

  const place = () => {
    const width = layout.collapsed ? RAIL_WIDTH : Math.min(WIDEST, Math.max(NARROWEST, layout.width))
    host.style.setProperty('width', `${width}px`, 'important')
    host.style.setProperty('display', visible ? 'block' : 'none', 'important')
    frame.style.colorScheme = pageScheme()
    makeRoom(visible ? width : 0)
    // Moving an iframe reloads it: attached once, and again only after the page threw it out.
    if (!host.isConnected) document.body.append(host)
  }

  return {
    show(next) {
      visible = next
      if (visible || host.isConnected) place()
    },
    arrange(next) {
      layout = next
      place()
    },
    upkeep() {
      if (visible && (!host.isConnected || !hasRoom())) place()
    },
    retire(words) {
      layout = { ...layout, collapsed: false, width: NARROWEST }
      frame.replaceWith(farewell(words))
      if (visible) place()
      else this.remove()
    },
    remove() {
      makeRoom(0)
      host.remove()
    },
  }
}

function farewell(words: { text: string; action: string }): HTMLElement {
  const note = document.createElement('div')
  const button = document.createElement('button')
  note.setAttribute('role', 'status')
  note.append(words.text, button)
  button.textContent = words.action
  button.addEventListener('click', event => event.isTrusted && location.reload())
  return note
}

/** Absolutely placed shells measure from the root only if it is positioned. */
const ROOM = ['margin-right', 'position'] as const

function hasRoom(): boolean {
  return document.documentElement.style.getPropertyValue('margin-right') !== ''
}

function makeRoom(width: number): void {
  const root = document.documentElement.style
  if (width === 0) for (const property of ROOM) root.removeProperty(property)
  else {
    root.setProperty('margin-right', `${width}px`, 'important')
    root.setProperty('position', 'relative')
  }
}

/** Zendesk has its own switch for dark; the frame follows what the page shows, not what the system prefers. */
function pageScheme(): 'light' | 'dark' | 'normal' {
  const [red, green, blue, alpha = 1] =
    getComputedStyle(document.body)
      .backgroundColor.match(/[\d.]+/g)
      ?.map(Number) ?? []
  if (red === undefined || green === undefined || blue === undefined || alpha === 0) {
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  return red * 0.3 + green * 0.6 + blue * 0.1 < 100 ? 'dark' : 'light'
}

/** Inline and important: nothing in the page's sheets is stronger, and nothing of them reaches the frame. */
const HOST_STYLE = ['all: initial', 'position: fixed', 'inset: 0 0 0 auto', 'z-index: 2147483000']
  .map(rule => `${rule} !important`)
  .join(';')

const STYLE = `
iframe { display: block; width: 100%; height: 100%; border: 0 }
div { box-sizing: border-box; height: 100%; padding: 20px; display: grid; align-content: start; gap: 12px;
  font: 14px/20px system-ui, sans-serif; color: #2f3941; background: #fff; border-left: 1px solid #d8dcde }
button { justify-self: start; padding: 8px 12px; font: inherit; color: #fff; background: #1f73b7; border: 0;
  border-radius: 4px; cursor: pointer }
button:focus-visible { outline: 2px solid #1f73b7; outline-offset: 2px }
`

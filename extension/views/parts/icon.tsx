const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.2 8 10M8 12.6v.1',
  warning: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.2l2 1.3',
  pause: 'M5.5 4v8M10.5 4v8',
  arrow: 'M3 8h9M8.5 4.5 12 8l-3.5 3.5',
  open: 'M9 3h4v4M13 3 7.5 8.5M11 9.5V13H3V5h3.5',
  undo: 'M4 6h5.5a3.5 3.5 0 0 1 0 7H6M6.5 3 3.5 6l3 3',
  lock: 'M4 7.5h8V14H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  collapse: 'M6 4l4 4-4 4M12.5 3.5v9',
  expand: 'M10 4 6 8l4 4M3.5 3.5v9',
  offline: 'M2 6a9 9 0 0 1 12 0M4.5 9a5.3 5.3 0 0 1 7 0M8 12.4v.1M2.5 2l11 12',
  plug: 'M6 2v3M10 2v3M4 5h8v2a4 4 0 0 1-8 0zM8 11v3',
  server: 'M3 3h10v4H3zM3 9h10v4H3zM5.5 5v.1M5.5 11v.1',
  key: 'M10.5 2.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8.4 7.6 3 13v0M4.5 11.5 6 13',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.5V5h-2.5',
  dot: 'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
} as const

export type IconName = keyof typeof PATHS

/** Decoration beside words that say the same, so hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}

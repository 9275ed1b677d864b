import type { ComponentChildren } from 'preact'

interface Props {
  look?: 'primary' | 'plain' | 'quiet'
  /** Presses go nowhere while something is under way. */
  held?: boolean
  /** Something is missing; stays in the tab order and a press leads to it. */
  waiting?: boolean
  describedBy?: string
  label?: string
  children: ComponentChildren
  onPress: () => void
}

/** Presses by a person only: a script of the page must never stand in for one. */
export function Button({
  look = 'plain',
  held = false,
  waiting = false,
  describedBy,
  label,
  children,
  onPress,
}: Props) {
  return (
    <button
      type="button"
      class={`button button-${look}`}
      aria-disabled={held || waiting}
      aria-describedby={describedBy}
      aria-label={label}
      onClick={event => event.isTrusted && !held && onPress()}
    >
      {children}
    </button>
  )
}

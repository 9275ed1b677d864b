import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'

interface Place {
  /** Of the row; past the last one for what stands behind the list. */
  readonly at: number
  /** The act whose button gets the focus; `first` for the row's first field. */
  readonly act: 'up' | 'down' | 'edit' | 'first'
}

/** Where the focus goes after a row was moved, added or taken out, and what is said of it. */
export function useRowFocus<T extends HTMLElement>(): {
  list: RefObject<T | null>
  said: string
  tell: (words: string, place: Place) => void
} {
  const list = useRef<T>(null)
  const [said, say] = useState('')
  const [focus, goTo] = useState<Place | null>(null)
  useLayoutEffect(() => {
    if (!focus) return
    const free = 'button:not([aria-disabled="true"])'
    const row = list.current?.children[focus.at]
    const wanted = focus.act === 'first' ? 'input, select' : `[data-act="${focus.act}"] ${free}`
    const place = row?.querySelector<HTMLElement>(wanted) ?? row?.querySelector<HTMLElement>(free)
    place?.focus()
    goTo(null)
  }, [focus])
  return {
    list,
    said,
    tell(words, place) {
      say(words)
      goTo(place)
    },
  }
}

interface Props {
  /** What the row is called, for those who do not see it. */
  title: string
  place: { at: number; of: number }
  /** Left out where the order means nothing. */
  move?: ((from: number, to: number) => void) | undefined
  remove: (at: number) => void
  children?: ComponentChildren
}

/** What can be done with a row, by mouse and by keyboard alike. */
export function RowActs({ title, place: { at, of }, move, remove, children }: Props) {
  const { t } = useLanguage()
  return (
    <div class="rule-acts">
      {move && (
        <>
          <span data-act="up">
            <Button
              look="quiet"
              held={at === 0}
              label={t('rules.upThis', { title })}
              onPress={() => move(at, at - 1)}
            >
              {t('rules.up')}
            </Button>
          </span>
          <span data-act="down">
            <Button
              look="quiet"
              held={at === of - 1}
              label={t('rules.downThis', { title })}
              onPress={() => move(at, at + 1)}
            >
              {t('rules.down')}
            </Button>
          </span>
        </>
      )}
      {children}
      <Button look="quiet" label={t('rules.removeThis', { title })} onPress={() => remove(at)}>
        {t('rules.remove')}
      </Button>
    </div>
  )
}

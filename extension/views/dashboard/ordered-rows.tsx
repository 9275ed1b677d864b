import type { ComponentChildren } from 'preact'
import { movedTo, withAt } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { type Path, ProblemsOf } from './problems.tsx'
import { RowActs, useRowFocus } from './row-acts.tsx'

interface Props<T> {
  legend: string
  help: string
  add: string
  rows: readonly T[]
  at: Path
  /** Whether fields bear a label above them. */
  look: 'labelled' | 'plain'
  make: () => T
  /** What a row is called where its buttons are read out. */
  titleOf: (row: T, at: number) => string
  onChange: (rows: T[]) => void
  fields: (row: T, at: number, onChange: (row: T) => void) => ComponentChildren
}

/** A short list in which the order counts: added to, moved and taken from by mouse and by keyboard. */
export function OrderedRows<T>(props: Props<T>) {
  const { legend, help, add, rows, at, look, make, titleOf, onChange, fields } = props
  const { t } = useLanguage()
  const { list, said, tell } = useRowFocus<HTMLOListElement>()
  const nameOf = (place: number) => rows.slice(place, place + 1).map(row => titleOf(row, place))[0] ?? ''
  const move = (from: number, to: number) => {
    onChange(movedTo(rows, from, to))
    const words = t('rules.moved', { title: nameOf(from), place: to + 1, count: rows.length })
    tell(words, { at: to, act: to < from ? 'up' : 'down' })
  }
  const remove = (place: number) => {
    onChange(withAt(rows, place, null))
    tell(t('rules.removed', { title: nameOf(place) }), { at: Math.max(0, place - 1), act: 'first' })
  }
  const insert = () => {
    onChange([...rows, make()])
    tell('', { at: rows.length, act: 'first' })
  }
  return (
    <fieldset class="condition-list">
      <legend>{legend}</legend>
      <p class="quiet">{help}</p>
      <ProblemsOf at={at} />
      {rows.length > 0 && (
        <ol class="rows" ref={list}>
          {rows.map((row, place) => (
            <li key={place} class={`row row-${look}`}>
              <span class="rule-place quiet">{place + 1}</span>
              <div class="row-fields">{fields(row, place, next => onChange(withAt(rows, place, next)))}</div>
              <RowActs
                title={titleOf(row, place)}
                place={{ at: place, of: rows.length }}
                move={move}
                remove={remove}
              />
            </li>
          ))}
        </ol>
      )}
      <span class="unseen" role="status">
        {said}
      </span>
      <Button look="quiet" onPress={insert}>
        {add}
      </Button>
    </fieldset>
  )
}

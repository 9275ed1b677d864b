import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { movedTo, withAt } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Findings, type Path, useFindings } from './problems.tsx'
import { RowActs, useRowFocus } from './row-acts.tsx'

interface Named {
  readonly name: string
  readonly title?: string
}

interface Props<T extends Named> {
  /** Where they stand in the document. */
  part: 'rules' | 'teams'
  add: string
  rules: readonly T[]
  onChange: (rules: T[]) => void
  /** Of one of them; null takes it out. Where it is left out, the list is changed. */
  onChangeOne?: (at: number, rule: T | null) => void
  /** A new one, and where it goes. */
  make: () => { rule: T; at: number }
  sketch: (rule: T) => ComponentChildren
  form: (rule: T, at: Path, onChange: (rule: T) => void) => ComponentChildren
}

/** Rules in the order they are asked, or teams in none: changed and removed by mouse and by keyboard alike. */
export function RuleList<T extends Named>(props: Props<T>) {
  const { part, add, rules, onChange, make, sketch, form } = props
  const { t } = useLanguage()
  const [open, show] = useState<number | null>(null)
  const { list, said, tell } = useRowFocus<HTMLOListElement>()
  const change = props.onChangeOne ?? ((at: number, rule: T | null) => onChange(withAt(rules, at, rule)))
  const move = (from: number, to: number) => {
    onChange(movedTo(rules, from, to))
    show(open === from ? to : null)
    const words = t('rules.moved', { title: titleOf(rules[from]), place: to + 1, count: rules.length })
    tell(words, { at: to, act: to < from ? 'up' : 'down' })
  }
  const remove = (at: number) => {
    change(at, null)
    show(null)
    tell(t('rules.removed', { title: titleOf(rules[at]) }), { at: Math.max(0, at - 1), act: 'edit' })
  }
  const insert = () => {
    const { rule, at } = make()
    onChange(rules.toSpliced(at, 0, rule))
    show(at)
    tell('', { at, act: 'first' })
  }
  return (
    <>
      <ol class={part} ref={list}>
        {rules.map((rule, at) => (
          <li key={at} class="rule">
            <div class={part === 'rules' ? 'rule-head' : 'rule-head unordered'}>
              {part === 'rules' && <span class="rule-place quiet">{at + 1}</span>}
              <div class="rule-said">
                <strong>{titleOf(rule)}</strong>
                {sketch(rule)}
                <Summary at={[part, at]} open={open === at} />
              </div>
              <RowActs
                title={titleOf(rule)}
                place={{ at, of: rules.length }}
                move={part === 'rules' ? move : undefined}
                remove={remove}
              >
                <EditAct
                  title={titleOf(rule)}
                  open={open === at}
                  toggle={() => show(open === at ? null : at)}
                />
              </RowActs>
            </div>
            {open === at && <div class="rule-form">{form(rule, [part, at], next => change(at, next))}</div>}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {said}
      </p>
      <div class="acts">
        <Button onPress={insert}>{add}</Button>
      </div>
    </>
  )
}

function titleOf(rule: Named | undefined): string {
  return rule?.title || rule?.name || ''
}

function EditAct({ title, open, toggle }: { title: string; open: boolean; toggle: () => void }) {
  const { t } = useLanguage()
  return (
    <span data-act="edit">
      <Button look="quiet" label={t(open ? 'rules.closeThis' : 'rules.editThis', { title })} onPress={toggle}>
        {t(open ? 'rules.close' : 'rules.edit')}
      </Button>
    </span>
  )
}

/** What the check says of one of them: all of it while it is closed, what has no field of its own while it is open. */
function Summary({ at, open }: { at: Path; open: boolean }) {
  const all = useFindings(at, true)
  const whole = useFindings(at)
  return <Findings found={open ? whole : all} from={at.length} />
}

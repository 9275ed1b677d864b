import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PolicyProblem } from '../../../shared/policy-check.ts'
import { movedTo, withAt } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { useStores } from './stores.ts'

interface Named {
  readonly name: string
  readonly title: string
}

interface Props<T extends Named> {
  rules: readonly T[]
  onChange: (rules: T[]) => void
  /** A new rule, and where it goes. */
  make: () => { rule: T; at: number }
  sketch: (rule: T) => ComponentChildren
  form: (rule: T, onChange: (rule: T) => void) => ComponentChildren
}

/** Rules in the order they are asked: moved, changed and removed by mouse and by keyboard alike. */
export function RuleList<T extends Named>({ rules, onChange, make, sketch, form }: Props<T>) {
  const { t } = useLanguage()
  const [open, show] = useState<number | null>(null)
  const [said, say] = useState('')
  const [focus, goTo] = useState<{ at: number; act: string } | null>(null)
  const list = useRef<HTMLOListElement>(null)
  useLayoutEffect(() => {
    if (!focus) return
    const row = list.current?.children[focus.at]
    const place =
      row?.querySelector<HTMLElement>(`[data-act="${focus.act}"] button:not([aria-disabled="true"])`) ??
      row?.querySelector<HTMLElement>(focus.act === 'title' ? 'input' : 'button:not([aria-disabled="true"])')
    place?.focus()
    goTo(null)
  }, [focus])

  const move = (from: number, to: number) => {
    onChange(movedTo(rules, from, to))
    show(open === from ? to : null)
    say(t('rules.moved', { title: rules[from]?.title ?? '', place: to + 1, count: rules.length }))
    goTo({ at: to, act: to < from ? 'up' : 'down' })
  }
  const remove = (at: number) => {
    onChange(withAt(rules, at, null))
    show(null)
    say(t('rules.removed', { title: rules[at]?.title ?? '' }))
    goTo({ at: Math.max(0, at - 1), act: 'edit' })
  }
  const add = () => {
    const { rule, at } = make()
    onChange(rules.toSpliced(at, 0, rule))
    show(at)
    goTo({ at, act: 'title' })
  }
  return (
    <>
      <ol class="rules" ref={list}>
        {rules.map((rule, at) => (
          <li key={at} class="rule">
            <div class="rule-head">
              <span class="rule-place quiet">{at + 1}</span>
              <div class="rule-said">
                <strong>{rule.title || rule.name}</strong>
                {sketch(rule)}
                <RuleProblems at={at} />
              </div>
              <Acts
                title={rule.title || rule.name}
                place={{ at, of: rules.length }}
                open={open === at}
                on={{ move, remove, toggle: () => show(open === at ? null : at) }}
              />
            </div>
            {open === at && (
              <div class="rule-form">{form(rule, next => onChange(withAt(rules, at, next)))}</div>
            )}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {said}
      </p>
      <div class="acts">
        <Button onPress={add}>{t('rules.add')}</Button>
      </div>
    </>
  )
}

interface ActsProps {
  title: string
  place: { at: number; of: number }
  open: boolean
  on: { move: (from: number, to: number) => void; remove: (at: number) => void; toggle: () => void }
}

function Acts({ title, place: { at, of }, open, on }: ActsProps) {
  const { t } = useLanguage()
  return (
    <div class="rule-acts">
      <span data-act="up">
        <Button
          look="quiet"
          held={at === 0}
          label={t('rules.upThis', { title })}
          onPress={() => on.move(at, at - 1)}
        >
          {t('rules.up')}
        </Button>
      </span>
      <span data-act="down">
        <Button
          look="quiet"
          held={at === of - 1}
          label={t('rules.downThis', { title })}
          onPress={() => on.move(at, at + 1)}
        >
          {t('rules.down')}
        </Button>
      </span>
      <span data-act="edit">
        <Button
          look="quiet"
          label={t(open ? 'rules.closeThis' : 'rules.editThis', { title })}
          onPress={on.toggle}
        >
          {t(open ? 'rules.close' : 'rules.edit')}
        </Button>
      </span>
      <Button look="quiet" label={t('rules.removeThis', { title })} onPress={() => on.remove(at)}>
        {t('rules.remove')}
      </Button>
    </div>
  )
}

function RuleProblems({ at }: { at: number }) {
  const { policies } = useStores()
  const isHere = ({ path }: PolicyProblem) => path[0] === 'rules' && path[1] === at
  const problems = (policies.check.value?.problems ?? []).filter(isHere)
  return (
    <>
      {problems.map(({ path, message }) => (
        <p key={path.join('.') + message} class="refusal" lang="en">
          {path.slice(2).join(' ')} {message}
        </p>
      ))}
    </>
  )
}

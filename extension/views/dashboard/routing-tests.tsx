import type { Condition } from '../../../shared/condition.ts'
import { catalogueField, FIELD_NAMES, type FieldName } from '../../../shared/field-catalogue.ts'
import { formOf, RoutingForm, type RoutingTestForm, withAt } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Chip } from '../parts/chip.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { FieldSelect } from './condition-editor.tsx'
import { ConditionValue } from './condition-value.tsx'
import { TextField } from './rule-fields.tsx'
import { useStores } from './stores.ts'

/** Stored cases: facts, and the rule that must match them. The policy cannot be set while one fails. */
export function RoutingTests() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const form = formOf(RoutingForm, policies.document.value ?? {})
  if (!form) return null
  const change = (tests: RoutingTestForm[]) => policies.change({ ...form, tests })
  const add = () => {
    const rule = form.rules[0]?.name ?? null
    change([...form.tests, { name: t('tests.new'), facts: { 'ticket.priority': 'urgent' }, rule }])
  }
  return (
    <section class="tests" aria-labelledby="tests-head">
      <h3 id="tests-head">{t('tests.title')}</h3>
      {form.tests.length === 0 && <p class="quiet">{t('tests.none')}</p>}
      <ul>
        {form.tests.map((test, at) => (
          <li key={at} class="test">
            <TestHead test={test} at={at} remove={() => change(withAt(form.tests, at, null))} />
            <Disclosure label={t('tests.edit', { name: test.name })}>
              <TestFields
                test={test}
                rules={form.rules.map(({ name }) => name)}
                onChange={next => change(withAt(form.tests, at, next))}
              />
            </Disclosure>
          </li>
        ))}
      </ul>
      <div class="acts">
        <Button onPress={add}>{t('tests.add')}</Button>
      </div>
    </section>
  )
}

function TestHead({ test, at, remove }: { test: RoutingTestForm; at: number; remove: () => void }) {
  const { policies } = useStores()
  const { t } = useLanguage()
  const outcome = policies.check.value?.tests[at]
  const passed = outcome?.got === outcome?.expected
  return (
    <div class="test-head">
      <strong>{test.name}</strong>
      {outcome ? (
        <Chip tone={passed ? 'good' : 'bad'}>{t(passed ? 'tests.passed' : 'tests.failed')}</Chip>
      ) : (
        <Chip tone="neutral">{t('tests.unknown')}</Chip>
      )}
      <span class={outcome && !passed ? 'refusal' : 'quiet'}>
        {t(outcome && !passed ? 'tests.got' : 'tests.expects', {
          rule: test.rule ?? t('tests.noRule'),
          got: outcome?.got ?? t('tests.noRule'),
        })}
      </span>
      <Button look="quiet" label={t('tests.removeThis', { name: test.name })} onPress={remove}>
        {t('conditions.remove')}
      </Button>
    </div>
  )
}

interface FieldsProps {
  test: RoutingTestForm
  rules: readonly string[]
  onChange: (test: RoutingTestForm) => void
}

function TestFields({ test, rules, onChange }: FieldsProps) {
  const { t } = useLanguage()
  const facts = Object.entries(test.facts)
  const free = FIELD_NAMES.find(name => !(name in test.facts))
  const setFacts = (next: [string, unknown][]) => onChange({ ...test, facts: Object.fromEntries(next) })
  return (
    <div class="rule-form">
      <div class="fields">
        <TextField label={t('tests.name')} value={test.name} onInput={name => onChange({ ...test, name })} />
        <label class="labelled">
          {t('tests.rule')}
          <select
            value={test.rule ?? ''}
            onChange={event => onChange({ ...test, rule: event.currentTarget.value || null })}
          >
            <option value="">{t('tests.noRule')}</option>
            {rules.map(rule => (
              <option key={rule} value={rule}>
                {rule}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ul>
        {facts.map(([name, value], at) => (
          <li key={at}>
            <Fact name={name} value={value} onChange={next => setFacts(withAt(facts, at, next))} />
          </li>
        ))}
      </ul>
      {free && (
        <Button look="quiet" onPress={() => setFacts([...facts, [free, firstFact(free)]])}>
          {t('tests.addFact')}
        </Button>
      )}
    </div>
  )
}

interface FactProps {
  name: string
  value: unknown
  onChange: (fact: [string, unknown] | null) => void
}

function Fact({ name, value, onChange }: FactProps) {
  const { t, pick } = useLanguage()
  const field = catalogueField(name)
  if (!field) return null
  return (
    <div class="condition fact">
      <FieldSelect
        label={t('conditions.field')}
        chosen={field.name}
        onChoose={next => onChange([next, firstFact(next)])}
      />
      <ConditionValue
        key={name}
        field={field}
        shape={FACT_SHAPES[field.type]}
        value={asValue(value)}
        onChange={next => onChange([name, next])}
      />
      <Button
        look="quiet"
        label={t('conditions.removeThis', { field: pick(field.label) })}
        onPress={() => onChange(null)}
      >
        {t('conditions.remove')}
      </Button>
    </div>
  )
}

const FACT_SHAPES = {
  text: 'text',
  choice: 'choice',
  tags: 'words',
  number: 'number',
  money: 'money',
  date: 'day',
} as const

function firstFact(name: FieldName): unknown {
  const field = catalogueField(name)
  if (field?.type === 'choice') return field.choices?.[0] ?? ''
  if (field?.type === 'tags') return []
  if (field?.type === 'money') return { minor: 0, currency: 'usd' }
  return field?.type === 'number' ? 0 : ''
}

/** A fact as the inputs of a condition show it; null is empty. */
function asValue(value: unknown): Condition['value'] {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'object' || value === null) return ''
  const { minor, currency }: { minor?: unknown; currency?: unknown } = value
  return { minor: Number(minor ?? 0), currency: typeof currency === 'string' ? currency : 'usd' }
}

import type { Signal } from '@preact/signals'
import type { ContextFieldName } from '../../../shared/context-record.ts'
import { accuracyOf, type FieldAccuracy, type Validation } from '../../../shared/validation.ts'
import { worstFieldsFirst } from '../../state/accuracy.ts'
import { useLanguage } from '../language.ts'

interface Props {
  validation: Validation
  only: Signal<ContextFieldName | null>
}

/** How often each field was right; what differs opens below. */
export function FieldTable({ validation, only }: Props) {
  const { t } = useLanguage()
  const heads = ['fields.right', 'fields.compared', 'fields.share', 'fields.differ'] as const
  return (
    <div class="table-scroll">
      <table class="table" id="fields" tabIndex={-1}>
        <caption>{t('fields.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('fields.field')}</th>
            {heads.map(head => (
              <th key={head} scope="col" class="number">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {worstFieldsFirst(validation.fields).map(accuracy => (
            <Row key={accuracy.field} accuracy={accuracy} only={only} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ accuracy, only }: { accuracy: FieldAccuracy; only: Props['only'] }) {
  const { t, number, percent } = useLanguage()
  const { field, right, compared } = accuracy
  const share = accuracyOf(accuracy)
  return (
    <tr>
      <th scope="row">{t(`field.${field}`)}</th>
      <td class="number">{number(right)}</td>
      <td class="number">{number(compared)}</td>
      <td class="number">{share === null ? t('context.unknown') : percent(share)}</td>
      <td class="number">
        <Differing field={field} count={compared - right} only={only} />
      </td>
    </tr>
  )
}

interface DifferingProps {
  field: ContextFieldName
  count: number
  only: Props['only']
}

function Differing({ field, count, only }: DifferingProps) {
  const { t, number } = useLanguage()
  if (count <= 0) return <span class="quiet">0</span>
  const show = () => {
    only.value = only.value === field ? null : field
    document.getElementById('mismatches')?.focus()
  }
  return (
    <button
      type="button"
      class="count"
      aria-pressed={only.value === field}
      aria-label={t('fields.showDiffering', { count, field: t(`field.${field}`) })}
      onClick={show}
    >
      {number(count)}
    </button>
  )
}

import { type Signal, useSignal } from '@preact/signals'
import type { ContextFieldName, FieldContent } from '../../../shared/context-record.ts'
import type { Mismatch, Validation } from '../../../shared/validation.ts'
import { mismatchesOf } from '../../state/accuracy.ts'
import { contentWords } from '../content-words.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'

/** Rows at once; the rest are one press away. */
const AT_ONCE = 25

interface Props {
  validation: Validation
  only: Signal<ContextFieldName | null>
}

/** Each value that says something else than its source, beside what the source says. */
export function MismatchTable({ validation, only }: Props) {
  const { t } = useLanguage()
  const all = useSignal(false)
  const rows = mismatchesOf(validation, only.value)
  const shown = all.value ? rows : rows.slice(0, AT_ONCE)
  const heads = ['account', 'field', 'held', 'live', 'source'] as const
  if (validation.mismatches.length === 0) return <p class="quiet">{t('mismatch.none')}</p>
  return (
    <section class="table-scroll" id="mismatches" tabIndex={-1} aria-labelledby="mismatch-title">
      <table class="table mismatches">
        <caption>
          <span id="mismatch-title">{t('mismatch.title')}</span> <Filter only={only} />
        </caption>
        <thead>
          <tr>
            {heads.map(head => (
              <th key={head} scope="col">
                {t(`mismatch.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(mismatch => (
            <Row
              key={`${mismatch.accountId} ${mismatch.field} ${mismatch.source} ${mismatch.sourceId}`}
              mismatch={mismatch}
            />
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <Button
          look="quiet"
          onPress={() => {
            all.value = true
          }}
        >
          {t('mismatch.rest', { count: rows.length - shown.length })}
        </Button>
      )}
    </section>
  )
}

function Filter({ only }: { only: Props['only'] }) {
  const { t } = useLanguage()
  if (only.value === null) return null
  return (
    <>
      <span class="quiet">{t('mismatch.onlyField', { field: t(`field.${only.value}`) })}</span>{' '}
      <Button
        look="quiet"
        onPress={() => {
          only.value = null
          document.getElementById('mismatches')?.focus()
        }}
      >
        {t('mismatch.all')}
      </Button>
    </>
  )
}

function Row({ mismatch }: { mismatch: Mismatch }) {
  const { t } = useLanguage()
  const { account, accountId, field, held, live, source, sourceId } = mismatch
  return (
    <tr>
      <th scope="row" title={accountId}>
        {account}
      </th>
      <td>{t(`field.${field}`)}</td>
      <td>
        <Said field={field} content={held} />
      </td>
      <td>
        <Said field={field} content={live} />
      </td>
      <td title={sourceId}>{sourceName(source)}</td>
    </tr>
  )
}

function Said({ field, content }: { field: ContextFieldName; content: FieldContent | null }) {
  const language = useLanguage()
  if (content === null) return <span class="quiet">{language.t('mismatch.nothing')}</span>
  return <>{contentWords(field, content, language)}</>
}

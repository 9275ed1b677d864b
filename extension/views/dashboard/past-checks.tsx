import { accuracyOf, type Validation } from '../../../shared/validation.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'

/** The rows behind the trend. */
export function PastChecks({ validations }: { validations: readonly Validation[] }) {
  const { t } = useLanguage()
  return (
    <Disclosure label={t('accuracy.past', { count: validations.length })}>
      <div class="table-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('accuracy.date')}</th>
              <th scope="col" class="number">
                {t('fields.share')}
              </th>
              <th scope="col" class="number">
                {t('fields.right')}
              </th>
              <th scope="col" class="number">
                {t('fields.compared')}
              </th>
              <th scope="col">{t('accuracy.signature')}</th>
            </tr>
          </thead>
          <tbody>
            {validations.map(validation => (
              <Row key={validation.id} validation={validation} />
            ))}
          </tbody>
        </table>
      </div>
    </Disclosure>
  )
}

function Row({ validation }: { validation: Validation }) {
  const { t, dateTime, date, number, percent } = useLanguage()
  const { startedAt, right, compared, signed } = validation
  const share = accuracyOf(validation)
  return (
    <tr>
      <th scope="row" class="when">
        {dateTime(startedAt)}
      </th>
      <td class="number">{share === null ? t('context.unknown') : percent(share)}</td>
      <td class="number">{number(right)}</td>
      <td class="number">{number(compared)}</td>
      <td title={signed?.note}>
        {signed ? (
          t('sign.signed', { name: signed.person.name, when: date(signed.at) })
        ) : (
          <span class="quiet">{t('accuracy.unsigned')}</span>
        )}
      </td>
    </tr>
  )
}

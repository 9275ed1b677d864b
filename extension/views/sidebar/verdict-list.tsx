import { type Reason, type Verdict, worstFirst } from '../../../shared/verdict.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'

const SHAPES: Readonly<Record<Reason['outcome'], IconName>> = {
  passed: 'check',
  failed: 'cross',
  unknown: 'question',
}

/** The gate's words. What stands in the way is open; what passed folds into one line. */
export function VerdictList({ verdict }: { verdict: Verdict }) {
  const { t } = useLanguage()
  const reasons = worstFirst(verdict.reasons)
  const open = reasons.filter(({ outcome }) => outcome !== 'passed')
  const passed = reasons.filter(({ outcome }) => outcome === 'passed')
  return (
    <div class="verdict">
      <h3 class="unseen">{t('verdict.title')}</h3>
      <ReasonList reasons={open} />
      {passed.length > 0 && (
        <Disclosure
          label={
            <span class="reason reason-passed">
              <Icon name="check" />
              {t('verdict.summary', { count: passed.length })}
            </span>
          }
        >
          <ReasonList reasons={passed} />
        </Disclosure>
      )}
    </div>
  )
}

function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  const { t, pick } = useLanguage()
  if (reasons.length === 0) return null
  return (
    <ul class="reasons">
      {reasons.map(reason => (
        <li key={reason.predicate} class={`reason reason-${reason.outcome}`}>
          <Icon name={SHAPES[reason.outcome]} />
          <div>
            <span class="unseen">{t(`verdict.${reason.outcome}`)}: </span>
            {pick(reason.seen)}
            <span class="needed">{t('verdict.needed', { needed: pick(reason.needed) })}</span>
            <ReasonList reasons={worstFirst(reason.children)} />
          </div>
        </li>
      ))}
    </ul>
  )
}

import { useRef } from 'preact/hooks'
import { mayWritePolicies, POLICY_AUTHORS, type PolicyProblem } from '../../../shared/policy-check.ts'
import { type Failure, problemWord, refusalWords } from '../../failure.ts'
import { changedNames } from '../../state/policy-forms.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { stepWords, wordsOfProblem } from './problems.tsx'
import { useStores } from './stores.ts'

/** What stands against it, why it changes, and the press that makes it hold. */
export function PolicySave() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const reason = useRef<HTMLTextAreaElement>(null)
  const edited = policies.edited.value
  const busy = policies.outcome.value.kind === 'busy'
  const mayWrite = policies.member.value === null || mayWritePolicies(policies.member.value)
  const check = policies.check.value
  const waiting =
    policies.reason.value.trim() === '' ||
    policies.overtaken.value ||
    check === null ||
    check.problems.length > 0
  const press = () => {
    if (policies.reason.value.trim() === '') reason.current?.focus()
    else if (!waiting) void policies.save()
  }
  return (
    <section class="sheet" aria-labelledby="save-head">
      <h2 id="save-head">{t('policies.save.title')}</h2>
      <Overtaken />
      {edited && <Findings />}
      {!edited && <p class="quiet">{t('policies.save.same')}</p>}
      {!mayWrite && <p>{t('policies.save.notYou', { roles: POLICY_AUTHORS.join(', ') })}</p>}
      {edited && mayWrite && (
        <>
          <label class="labelled">
            {t('policies.reason')}
            <textarea
              ref={reason}
              rows={2}
              maxLength={2000}
              value={policies.reason.value}
              onInput={event => policies.explain(event.currentTarget.value)}
            />
          </label>
          <div class="acts">
            <Button look="primary" held={busy} waiting={waiting} onPress={press}>
              {t(busy ? 'policies.saving' : 'policies.save')}
            </Button>
            <Button held={busy} onPress={policies.discard}>
              {t('policies.discard')}
            </Button>
          </div>
        </>
      )}
      <Outcome />
    </section>
  )
}

function Outcome() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const outcome = policies.outcome.value
  return (
    <>
      <p role="status" class="saved">
        {outcome.kind === 'saved' && (
          <>
            <Icon name="check" />
            {t(outcome.changed ? `policies.saved.${policies.kind}` : 'policies.unchanged', {
              version: outcome.version,
            })}
          </>
        )}
      </p>
      <p class="refusal" role="alert">
        {outcome.kind === 'failed' && !isConflict(outcome.failure) && failureWords(outcome.failure, t)}
      </p>
    </>
  )
}

/** The note above says more of a conflict. */
function isConflict(failure: Failure): boolean {
  return failure.kind === 'refused' && problemWord(failure.problem) === 'policy-changed'
}

function failureWords(failure: Failure, t: ReturnType<typeof useLanguage>['t']): string {
  return failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`)
}

function Overtaken() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const [view, document] = [policies.view.value, policies.document.value]
  if (!policies.overtaken.value || !view || !document) return null
  const names = changedNames(document, view.policy)
  return (
    <div class="overtaken" role="alert">
      <p>
        <strong>{t('policies.overtaken', { version: view.version, author: view.author ?? '' })}</strong>{' '}
        {view.reason && <q>{view.reason}</q>}
      </p>
      <p>
        {names.length > 0
          ? t('policies.overtaken.differ', { names: names.join(', ') })
          : t('policies.overtaken.same')}
      </p>
      <div class="acts">
        <Button onPress={policies.rebase}>{t('policies.overtaken.mine')}</Button>
        <Button onPress={policies.discard}>{t('policies.overtaken.theirs')}</Button>
      </div>
    </div>
  )
}

function Findings() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const check = policies.check.value
  if (!check) return <p class="quiet">{t('policies.checking')}</p>
  return (
    <div role="status" class="findings">
      {check.problems.length === 0 && (
        <p class="saved">
          <Icon name="check" />
          {t('policies.fits')}
        </p>
      )}
      {check.problems.length > 0 && (
        <>
          <p class="refusal">{t('policies.problems', { count: check.problems.length })}</p>
          <Lines problems={check.problems} />
        </>
      )}
      {check.warnings.length > 0 && (
        <>
          <p>{t('policies.warnings')}</p>
          <Lines problems={check.warnings} />
        </>
      )}
    </div>
  )
}

const MOST_LINES = 20

function Lines({ problems }: { problems: readonly PolicyProblem[] }) {
  const { policies } = useStores()
  const { t, locale, code } = useLanguage()
  const left = problems.length - MOST_LINES
  return (
    <ul class="problems">
      {problems.slice(0, MOST_LINES).map(problem => {
        const { text, lang } = wordsOfProblem(problem, locale)
        const place = placeOf(problem, policies.document.value ?? {}, step => code('at', step))
        return (
          <li key={problem.path.join('.') + problem.message}>
            <strong>{place}</strong> <span lang={lang}>{text}</span>
          </li>
        )
      })}
      {left > 0 && <li>{t('policies.moreProblems', { count: left })}</li>}
    </ul>
  )
}

/** `Rule billing, team:`, named as people know it, where it has a name. */
function placeOf(
  { path }: PolicyProblem,
  document: Record<string, unknown>,
  wordFor: (step: string) => string,
): string {
  const [list, index, ...rest] = path
  const parts = typeof list === 'string' ? document[list] : undefined
  const part: unknown = Array.isArray(parts) && typeof index === 'number' ? parts[index] : undefined
  const name = typeof part === 'object' && part !== null && 'name' in part ? String(part.name) : index
  const head = [wordFor(String(list ?? '')), name].filter(word => word !== undefined).join(' ')
  const tail = stepWords(rest, wordFor)
  return head === '' ? '' : `${[head, tail].filter(word => word !== '').join(', ')}:`
}

import { useId } from 'preact/hooks'
import type { PolicyProblem } from '../../../shared/policy-check.ts'
import { problemInGerman } from '../../strings/de-problems.ts'
import { type Language, useLanguage } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { useStores } from './stores.ts'

/** The way into a document: `["rules", 0, "assign", "team"]`. */
export type Path = PolicyProblem['path']

export interface Finding {
  readonly problem: PolicyProblem
  /** Whether it stands in the way, or is only worth a look. */
  readonly tone: 'problem' | 'warning'
}

/** What the server's check says of exactly this part; of all in it too, where `under` says so. */
export function useFindings(at: Path | undefined, under = false): Finding[] {
  const { policies } = useStores()
  const check = policies.check.value
  if (!at || !check) return []
  const isHere = ({ path }: PolicyProblem) =>
    (under || path.length === at.length) && at.every((step, index) => path[index] === step)
  return [
    ...check.problems.filter(isHere).map(problem => ({ problem, tone: 'problem' as const })),
    ...check.warnings.filter(isHere).map(problem => ({ problem, tone: 'warning' as const })),
  ]
}

/** A problem in the viewer's language, and the language it is in where that is another one. */
export function wordsOfProblem(
  { message }: PolicyProblem,
  locale: Language['locale'],
): { text: string; lang: 'en' | undefined } {
  const german = locale === 'de' ? problemInGerman(message) : null
  return { text: german ?? message, lang: locale === 'de' && german === null ? 'en' : undefined }
}

/** `step 2 delay`: the way into a part, without what only nests others. */
export function stepWords(steps: Path, wordFor: (step: string) => string): string {
  return steps
    .filter(step => step !== 'assign' && step !== 'within' && step !== 'targets')
    .map(step => (typeof step === 'number' ? step + 1 : wordFor(step)))
    .join(' ')
}

interface FindingsProps {
  id?: string
  found: readonly Finding[]
  /** How many steps of the way there are said already by where it stands; all, where it is left out. */
  from?: number
}

export function Findings({ id, found, from }: FindingsProps) {
  const { locale, code } = useLanguage()
  if (found.length === 0) return null
  return (
    <div id={id} class="findings-here">
      {found.map(({ problem, tone }) => {
        const { text, lang } = wordsOfProblem(problem, locale)
        const place = from === undefined ? '' : stepWords(problem.path.slice(from), step => code('at', step))
        return (
          <p
            key={problem.path.join('.') + text}
            class={tone === 'problem' ? 'refusal' : 'caution'}
            lang={lang}
          >
            <Icon name={tone === 'problem' ? 'cross' : 'warning'} />
            <span>
              {place && <strong>{place}: </strong>}
              {text}
            </span>
          </p>
        )
      })}
    </div>
  )
}

/** What is said of a part without a field of its own, or of all in it. */
export function ProblemsOf({ at, under = false }: { at: Path; under?: boolean }) {
  return <Findings found={useFindings(at, under)} />
}

/** For one control: what to say of it to assistive technology, and the words to show below it. */
export function useFieldProblems(at: Path | undefined, under = false) {
  const id = useId()
  const found = useFindings(at, under)
  const invalid = found.some(({ tone }) => tone === 'problem')
  return {
    aria: {
      'aria-invalid': invalid || undefined,
      'aria-describedby': found.length > 0 ? id : undefined,
    },
    note: <Findings id={id} found={found} />,
  }
}

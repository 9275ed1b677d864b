import type { WorkedAmount as Worked } from '../../../shared/action.ts'
import { useLanguage } from '../language.ts'
import { Disclosure } from '../parts/disclosure.tsx'

const SIGNS = { '+': '+', '-': '−', '=': '=' } as const

export function WorkedAmount({ worked }: { worked: Worked }) {
  const { t, pick, money } = useLanguage()
  return (
    <Disclosure label={t('worked.title')}>
      <table class="worked">
        <tbody>
          {worked.lines.map((line, index) => (
            <tr key={`${index} ${line.label.en}`} class={line.sign === '=' ? 'worked-result' : ''}>
              <th scope="row">{pick(line.label)}</th>
              <td class="sign">{SIGNS[line.sign]}</td>
              <td class="figure">{money(line.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  )
}

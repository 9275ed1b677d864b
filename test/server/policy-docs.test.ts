import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { FIELD_CATALOGUE, OPERATORS, OPERATORS_OF } from '../../shared/field-catalogue.ts'
import { failedTests } from '../../shared/route-facts.ts'
import { RoutingPolicy } from '../../shared/routing-policy.ts'
import { SlaPolicy } from '../../shared/sla-policy.ts'

const docs = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8')
const examples = [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '')
const rows = docs
  .split('\n')
  .filter(line => line.startsWith('| '))
  .map(line =>
    line
      .slice(1, -1)
      .split('|')
      .map(cell => cell.trim()),
  )

describe('docs/policies.md is true today', () => {
  test('the table has every field of the catalogue, in its order, with its type and choices', () => {
    const fields = rows.filter(([name]) => name?.startsWith('`'))
    expect(fields).toEqual(
      FIELD_CATALOGUE.map(({ name, label, type, choices }) => [
        `\`${name}\``,
        label.en,
        choices ? `choice: ${choices.join(', ')}` : type,
      ]),
    )
  })

  test('each type has its operators', () => {
    const types = Object.fromEntries(rows.map(([type, operators]) => [type, operators]))
    for (const [type, operators] of Object.entries(OPERATORS_OF)) {
      const told = operators.filter(operator => !operator.endsWith('present')).map(one => `\`${one}\``)
      expect(types[type], type).toBe(told.join(', '))
    }
    for (const operator of OPERATORS) expect(docs).toContain(`\`${operator}\``)
  })

  test('its examples are policies, and their tests pass', () => {
    const [routing, sla] = examples.map(example => parse(example) as unknown)
    expect(failedTests(RoutingPolicy.parse(routing), Date.now())).toEqual([])
    expect(SlaPolicy.parse(sla).rules).toHaveLength(1)
  })
})

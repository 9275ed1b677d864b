import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../server/cli/run-command.ts'
import { VENDORS } from '../server/connectors/vendors.ts'

const root = new URL('..', import.meta.url).pathname
const read = (path: string) => readFileSync(root + path, 'utf8')
const named = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([word]) => word))].toSorted()

describe('the documentation is true today', () => {
  test('docs/settings.md lists exactly the variables the server reads', () => {
    const pattern = /MESHLINE_[A-Z_]+[A-Z]/g
    const own = named(read('server/env.ts'), /^\s+MESHLINE_[A-Z_]+(?=:)/gm).map(name => name.trim())
    const known = VENDORS.flatMap(({ variables, secretVariable }) =>
      [...variables, secretVariable ?? []].flat(),
    )
    expect(named(read('docs/settings.md'), pattern)).toEqual([...new Set([...own, ...known])].toSorted())
  })

  test.each([
    'README.md',
    'CONTRIBUTING.md',
    'docs/architecture.md',
    'docs/settings.md',
    'docs/benchmarks.md',
    'docs/freshness.md',
    'docs/policies.md',
    'docs/owners-and-clocks.md',
    'docs/alerts.md',
    'docs/calendars.md',
    'docs/validation.md',
    'docs/new-connector.md',
    'docs/usage-signals.md',
    'docs/sync.md',
  ])('every local link and npm script in %s exists', path => {
    const text = read(path)
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => folder + link)
    expect(links.filter(link => !existsSync(root + link))).toEqual([])
    const used = [
      ...text.matchAll(/npm (?:run )?(demo|test|start|dev|build|check|bench|simulate|chaos|meshline)\b/g),
    ]
    expect(used.map(([, name]) => name).filter(name => !(name && name in scripts))).toEqual([])
  })

  test('docs/settings.md lists exactly the commands there are', async () => {
    const told: string[] = []
    const print = (text: string) => void told.push(text)
    const terminal = {
      variables: {},
      now: () => 0,
      newId: (prefix: string) => prefix,
      random: () => 0,
      print,
      complain: print,
      onStop: () => {},
      vendors: VENDORS,
      screen: null,
      sleep: async () => {},
      user: 'test',
    }
    const help = async (...args: string[]) => {
      told.length = 0
      await runCommand([...args, '--help'], terminal)
      return [...told.join('\n').matchAll(/^ {2}([a-z]+(?:-[a-z]+)*) /gm)].flatMap(([, name]) =>
        name && name !== 'help' ? [name] : [],
      )
    }
    const commands: string[] = []
    for (const name of await help()) {
      const parts = ['member', 'signal', 'automation', 'policy', 'sla', 'context', 'usage'].includes(name)
        ? await help(name)
        : ['']
      commands.push(...parts.map(part => `${name} ${part}`.trim()))
    }
    const listed = [...read('docs/settings.md').matchAll(/^\| `([a-z]+(?: [a-z]+(?:-[a-z]+)*)?)/gm)].map(
      ([, name]) => name,
    )
    expect(listed.flatMap(name => name ?? []).toSorted()).toEqual(commands.toSorted())
  })

  test('the README opens with the two commands', () => {
    expect(read('README.md').split('\n').slice(2, 5).join('\n')).toMatch(/npm run demo[\s\S]*npm test/)
  })
})

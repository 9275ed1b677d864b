import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { VENDORS } from '../../../server/connectors/vendors.ts'

const root = new URL('../../..', import.meta.url).pathname
const read = (path: string) => readFileSync(root + path, 'utf8')
const filesIn = (folder: string) => readdirSync(root + folder).toSorted()

const guide = read('docs/new-connector.md')
/** What one heading of the guide covers. */
const section = (title: string) => guide.split(/^## /m).find(text => text.startsWith(`${title}\n`)) ?? ''
const namesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].flatMap(([, name]) => name ?? [])

describe('docs/new-connector.md is true of HubSpot', () => {
  test('it names every file of the folder, and no other', () => {
    const named = new Set(namesIn(section('The folder'), /`([a-z-]+\.ts)`/g))
    expect([...named].toSorted()).toEqual(filesIn('server/connectors/hubspot'))
  })

  test('each file with a heading has a sentence and a piece of its own code', () => {
    const parts = section('The folder').split(/^### /m).slice(1)
    expect(parts.length).toBeGreaterThan(7)
    for (const part of parts) {
      const [file = ''] = namesIn(part, /^`([a-z-]+\.ts)`$/gm)
      const [snippet = ''] = namesIn(part, /```ts\n([\s\S]*?)```/g)
      expect(snippet.trim().length, file).toBeGreaterThan(10)
      expect(squeezed(read(`server/connectors/hubspot/${file}`)), file).toContain(squeezed(snippet))
      expect(part.split('```')[0]?.trim().split('\n').length, file).toBeGreaterThan(1)
    }
  })

  test('it names every file of the simulator, and the function that starts it', () => {
    const named = new Set(namesIn(section('The simulator'), /`([a-z-]+\.ts)`/g))
    const files = filesIn('test/simulators/hubspot').filter(file => !file.endsWith('.test.ts'))
    expect([...named].toSorted()).toEqual(files)
    expect(read('test/simulators/hubspot/simulator.ts')).toContain('function startHubspotSimulator(')
  })

  test('every path it names exists', () => {
    const paths = namesIn(guide, /`((?:server|shared|test|docs)\/[\w./-]+\w)`/g)
    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter(path => !existsSync(root + path))).toEqual([])
  })

  test('the names of its rules are names in the code', () => {
    const shared = ['identity', 'salesforce-id', 'source-record']
      .map(file => read(`shared/${file}.ts`))
      .join('\n')
    const contract = read('server/connectors/connector.ts')
    for (const name of [
      'normaliseEmail',
      'normaliseDomain',
      'isCompanyDomain',
      'salesforceId',
      'aSourceRecord',
    ]) {
      expect(guide).toContain(name)
      expect(shared).toContain(`export function ${name}(`)
    }
    for (const name of ['pauseMs', 'retryAfterMs', 'changedAt', 'connect(variables', 'verify', 'heads']) {
      expect(guide).toContain(name)
      expect(contract).toContain(name)
    }
  })
})

describe('every vendor has the shape the guide describes', () => {
  const folders = filesIn('server/connectors').filter(name =>
    statSync(`${root}server/connectors/${name}`).isDirectory(),
  )

  test('every folder has a vendor.ts and a line in vendors.ts, and every line a folder', () => {
    const list = read('server/connectors/vendors.ts')
    for (const folder of folders) {
      expect(existsSync(`${root}server/connectors/${folder}/vendor.ts`), folder).toBe(true)
      expect(list).toContain(`from './${folder}/vendor.ts'`)
    }
    expect(VENDORS.map(({ source }) => source).toSorted()).toEqual(folders)
  })

  test.each(VENDORS.map(vendor => [vendor.source, vendor] as const))(
    '%s connects to nothing without variables, recognises webhooks, and names its variables',
    (source, vendor) => {
      const { api, signals } = vendor.connect({}, () => 0)
      expect(api).toBeNull()
      expect(signals?.source ?? source).toBe(source)
      expect(signals === null).toBe(vendor.secretVariable === null)
      const prefix = `MESHLINE_${source.toUpperCase()}_`
      for (const name of [...vendor.variables, vendor.secretVariable ?? prefix])
        expect(name).toContain(prefix)
    },
  )

  test.each(VENDORS.filter(({ variables }) => variables.length > 0).map(({ source }) => source))(
    '%s, which has an API, has the files that every such folder has',
    source => {
      const files = filesIn(`server/connectors/${source}`)
      expect(files).toEqual(
        expect.arrayContaining(['client.ts', 'reader.ts', 'shapes.ts', 'signals.ts', 'vendor.ts']),
      )
    },
  )

  test('no vendor is named outside its folder', () => {
    const outside = filesIn('server/connectors').filter(name => name.endsWith('.ts') && name !== 'vendors.ts')
    const naming = outside.filter(name =>
      folders.some(folder => read(`server/connectors/${name}`).includes(`./${folder}/`)),
    )
    expect(naming).toEqual([])
  })
})

describe('docs/usage-signals.md is true', () => {
  const usage = read('docs/usage-signals.md')

  test('it names every column, field and limit', () => {
    const source =
      read('server/connectors/usage/read-csv.ts') + read('server/connectors/usage/usage-event.ts')
    for (const field of namesIn(usage, /^\| (?:… )?`([a-z0-9_]+)` /gm)) expect(source).toContain(field)
    expect(usage).toContain(read('test/payloads/usage/accounts.csv').trim())
    expect(source).toContain('EVENTS_LIMIT = 500')
    expect(usage).toContain('1 to 500 events')
  })
})

/** Without the white space that the formatter may move. */
function squeezed(code: string): string {
  return code.replaceAll(/\s+/g, '')
}

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Import, importsIn, importsOf, sourceFiles } from './support/import-graph.ts'

const root = new URL('..', import.meta.url).pathname
const imports = importsOf(root, ['shared', 'server', 'extension'])

/** What one part may import. A part is the longest folder of this list that holds the file. */
const SERVER_LAYERS: readonly (readonly string[])[] = [
  ['server/store', 'server/calendars'],
  ['server/audit', 'server/exceptions', 'server/timers', 'server/policies'],
  ['server/connectors'],
  ['server/mail'],
  ['server/context', 'server/native-rules'],
  ['server/validation'],
  ['server/ownership'],
  ['server/sla'],
  ['server/alerts'],
  ['server/backtests'],
  ['server/gates'],
  ['server/playbooks'],
  ['server/access'],
  ['server/signals'],
  ['server/sync'],
]

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function layerOf(path: string): number {
  return SERVER_LAYERS.findIndex(folders => folders.some(folder => isIn(path, folder)))
}

/** Routes wire a pillar to HTTP, so api.ts may know the frame around it and who is calling. */
function isApi(path: string): boolean {
  return path.endsWith('/api.ts')
}

/** The rules of direction; each answers why an import is wrong, or null. */
const RULES: Readonly<Record<string, (edge: Import) => string | null>> = {
  'shared imports only itself and zod': ({ from, to }) =>
    isIn(from, 'shared') && !isIn(to, 'shared') && to !== 'zod' ? 'shared decides without the world' : null,

  'the server does not know the extension': ({ from, to }) =>
    isIn(from, 'server') && isIn(to, 'extension') ? 'the server serves whoever asks' : null,

  'the extension knows the server by one type': ({ from, to, typeOnly }) =>
    isIn(from, 'extension') &&
    isIn(to, 'server') &&
    !(from === 'extension/api.ts' && to === 'server/app.ts' && typeOnly)
      ? 'only extension/api.ts may, by `import type { Api }`'
      : null,

  'pillars are built on the ones below them': ({ from, to }) => {
    const [here, there] = [layerOf(from), layerOf(to)]
    return !isApi(from) && here >= 0 && there > here ? 'imports point down' : null
  },

  'pillars do not know what puts them together': ({ from, to }) =>
    layerOf(from) >= 0 && !isApi(from) && isIn(to, 'server') && layerOf(to) < 0 && !isFrame(to)
      ? 'only main, app, pipeline and api files do'
      : null,

  'hosts know only shared': ({ from, to }) =>
    isIn(from, 'extension/hosts') &&
    !isIn(to, 'shared') &&
    !isIn(to, 'extension/hosts') &&
    !isIn(to, 'extension/messages.ts')
      ? 'a host folder is about one vendor’s pages and nothing else'
      : null,

  'views show what state holds': ({ from, to }) =>
    isIn(from, 'extension/views') &&
    (isIn(to, 'extension/background') || isIn(to, 'extension/api.ts') || isIn(to, 'extension/hosts'))
      ? 'views reach the server through state'
      : null,

  'nothing that ships imports from test': ({ from, to }) =>
    !isIn(from, 'test') && isIn(to, 'test') ? 'tests look in from outside' : null,

  'only connectors know a vendor’s client': ({ from, to }) =>
    (to === 'stripe' || to === 'jsforce') && !isIn(from, 'server/connectors') ? 'ask the connector' : null,

  'only the outbox of mails knows the mail client': ({ from, to }) =>
    to === 'nodemailer' && !isIn(from, 'server/mail') ? 'queue a mail' : null,

  'only the store knows the database drivers': ({ from, to }) =>
    (to === 'pg' || to === 'node:sqlite') && !isIn(from, 'server/store') ? 'go through the store' : null,
}

/** Small things of the server’s frame that every layer may use. */
function isFrame(path: string): boolean {
  return ['server/env.ts', 'server/bad-settings.ts', 'server/problem.ts', 'server/deps.ts'].includes(path)
}

function violationsOf(edges: readonly Import[]): string[] {
  return edges.flatMap(edge =>
    Object.entries(RULES).flatMap(([name, rule]) => {
      const why = rule(edge)
      return why ? [`${edge.from} -> ${edge.to}: ${name} (${why})`] : []
    }),
  )
}

describe('imports point one way', () => {
  test('the graph is not empty, so the rules below look at something', () => {
    expect(imports.length).toBeGreaterThan(150)
    expect(new Set(imports.map(({ from }) => from.split('/')[0]))).toEqual(
      new Set(['shared', 'server', 'extension']),
    )
  })

  test('no import breaks a rule', () => {
    expect(violationsOf(imports)).toEqual([])
  })

  test('every relative import leads to a file', () => {
    const relative = imports.filter(({ to }) => /^(shared|server|extension)\//.test(to))
    expect(relative.filter(({ to }) => !existsSync(`${root}${to}`))).toEqual([])
  })

  test.each([
    ['shared/money.ts', "import { readFileSync } from 'node:fs'"],
    ['shared/money.ts', "import { openStore } from '../server/store/store.ts'"],
    ['server/sla/run-clock.ts', "import { decidePreview } from '../gates/decide-preview.ts'"],
    ['server/gates/plan.ts', "import { createApp } from '../app.ts'"],
    ['server/gates/plan.ts', "import Stripe from 'stripe'"],
    ['server/sla/miss-clock.ts', "import { createTransport } from 'nodemailer'"],
    ['server/mail/send-mails.ts', "import { judgeMail } from '../alerts/judge-mail.ts'"],
    ['server/panel/read-panel.ts', "import { DatabaseSync } from 'node:sqlite'"],
    ['server/app.ts', "import { Sidebar } from '../extension/views/sidebar/sidebar.tsx'"],
    ['extension/state/panel-store.ts', "import { createApp } from '../../server/app.ts'"],
    ['extension/hosts/zendesk/active-ticket.ts', "import { cache } from '../../cache.ts'"],
    ['extension/views/sidebar/card.tsx', "import { client } from '../../api.ts'"],
    ['server/pipeline.ts', "import { seedAcme } from '../test/simulators/acme.ts'"],
  ])('a planted violation in %s is found: %s', (from, line) => {
    expect(violationsOf(importsIn(line, from))).not.toEqual([])
  })
})

describe('writes go one way', () => {
  const serverFiles = sourceFiles(`${root}server`).map(path => ({
    path: path.slice(root.length),
    text: readFileSync(path, 'utf8'),
  }))

  test('only store files write SQL that changes something', () => {
    const writing = serverFiles.filter(({ text }) => /\.(insertInto|updateTable|deleteFrom)\(/.test(text))
    expect(writing.length).toBeGreaterThan(5)
    expect(
      writing.map(({ path }) => path).filter(path => !/(^server\/store\/|store\.ts$)/.test(path)),
    ).toEqual([])
  })

  test('only the store opens transactions', () => {
    const opening = serverFiles.filter(({ text }) => /\.transaction\(\)/.test(text)).map(({ path }) => path)
    expect(opening).toEqual(['server/store/store.ts'])
  })

  test('clock, chance and environment are read at the top only', () => {
    const reading = serverFiles
      .filter(({ text }) => /\bDate\.now\(\)|\bnew Date\(\)|Math\.random|process\.env/.test(text))
      .map(({ path }) => path)
    expect(reading).toEqual(['server/main.ts'])
  })
})

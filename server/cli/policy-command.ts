import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { durationText } from '../../shared/duration.ts'
import { ActionClass } from '../../shared/freshness.ts'
import {
  type FreshnessLimit,
  type FreshnessPolicy,
  FreshnessPolicyFile,
  policyFileOf,
} from '../../shared/freshness-policy.ts'
import { findMember } from '../access/store.ts'
import { POLICY_AUTHORS, setFreshnessPolicy } from '../policies/set-freshness-policy.ts'
import { FRESHNESS, readFreshnessPolicy } from '../policies/store.ts'
import { Misuse, type Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

export function policyCommand(terminal: Terminal): Command {
  return new Command('policy')
    .description('Look at and set the rules automations are held to')
    .addCommand(
      new Command('show')
        .description('The limits that hold now')
        .argument('<kind>', FRESHNESS)
        .option('--json', 'print JSON, as policy set reads it')
        .action((kind: string, options: { json?: true }) => show(terminal, kind, options)),
    )
    .addCommand(
      new Command('set')
        .description('Make the limits of a file hold from the next judgement on')
        .argument('<kind>', FRESHNESS)
        .argument('<file>', 'JSON, such as policy show freshness --json prints')
        .requiredOption('--author <email>', `the member who wrote it: ${POLICY_AUTHORS.join(', ')}`)
        .requiredOption('--reason <words>', 'why it changes')
        .action((kind: string, file: string, options: SetOptions) =>
          set(terminal, { kind, file, ...options }),
        ),
    )
}

interface SetOptions {
  readonly author: string
  readonly reason: string
}

async function show(terminal: Terminal, kind: string, options: { json?: true }): Promise<void> {
  checkKind(kind)
  await withStore(terminal, async ({ store }) => {
    const { version, policy, author, reason, createdAt } = await readFreshnessPolicy(store.db)
    if (options.json) return terminal.print(JSON.stringify(policyFileOf(policy), null, 2))
    const since =
      createdAt === null ? 'came with Meshline' : `${new Date(createdAt).toISOString()} by ${author}`
    terminal.print(`freshness    version ${version}, ${since}${reason === null ? '' : `: ${reason}`}`)
    terminal.print('A value is fit to act on until the first age with a tick, until the second not at all.')
    for (const line of tableOf(policy)) terminal.print(line)
  })
}

/** One line a field, one column a class; a field without a limit of its own has the default. */
function tableOf({ default: byDefault, fields }: FreshnessPolicy): string[] {
  const classes = ActionClass.options
  const limits = (of: FreshnessPolicy['fields'][string]) => classes.map(name => limitText(of[name]))
  return [
    row('', classes),
    row('default', limits(byDefault)),
    ...Object.entries(fields).map(([field, own]) => row(field, limits(own))),
  ]
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(20), ...cells.map(cell => cell.padEnd(17))].join(' ').trimEnd()
}

function limitText(limit: FreshnessLimit | undefined): string {
  return limit ? `${durationText(limit.warnAfterMs)} / ${durationText(limit.errorAfterMs)}` : '-'
}

async function set(
  terminal: Terminal,
  { kind, file, author, reason }: SetOptions & { kind: string; file: string },
): Promise<void> {
  checkKind(kind)
  if (reason.trim() === '') throw new Misuse('Say why it changes: --reason "the bank answers within minutes"')
  const policy = readPolicy(file)
  await withStore(terminal, async ({ store, actor }) => {
    const member = await findMember(store.db, { email: author.trim().toLowerCase() })
    if (!member) throw new Misuse(`${author} is not a member; add them first: meshline member add ${author}`)
    const change = { policy, author: member, reason: reason.trim() }
    const outcome = await store.write(actor, tx => setFreshnessPolicy(tx, change))
    if (outcome.kind === 'not-allowed') {
      throw new Misuse(`${author} may not write policies; that takes one of ${POLICY_AUTHORS.join(', ')}`)
    }
    terminal.print(
      outcome.kind === 'unchanged'
        ? `These are the limits of version ${outcome.version} already; nothing changed`
        : `Freshness limits, version ${outcome.version}, hold from the next judgement of each proposal on`,
    )
  })
}

function checkKind(kind: string): void {
  if (kind !== FRESHNESS) throw new Misuse(`${kind} is not a kind of policy; use ${FRESHNESS}`)
}

function readPolicy(file: string): FreshnessPolicy {
  const parsed = FreshnessPolicyFile.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(
    ({ path, message }) => `${path.join(' > ') || 'The file'}: ${message}`,
  )
  throw new Misuse(`${file} is no freshness policy, so nothing changed:\n${lines.join('\n')}`)
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const what = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    const why = error instanceof Error ? error.message : String(error)
    throw new Misuse(`${file} ${what} (${why}); start from what meshline policy show freshness --json prints`)
  }
}

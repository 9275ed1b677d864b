import { Command } from 'commander'
import { POLICY_AUTHORS, type PolicyProblem, problemLine } from '../../shared/policy-check.ts'
import { findMember } from '../access/store.ts'
import { checkPolicy, readDocument, unsentMails } from '../policies/check-policy.ts'
import { documentOf, POLICY_KINDS, type PolicyKind } from '../policies/kinds.ts'
import { policySchema } from '../policies/policy-schema.ts'
import { type PolicyOutcome, setPolicy } from '../policies/set-policy.ts'
import { policyHistory, readPolicy } from '../policies/store.ts'
import { backtestCommand } from './policy-backtest.ts'
import { conflictsCommand } from './policy-conflicts.ts'
import { readDocumentFile, yamlOf } from './policy-document.ts'
import { holidaysCommand, icalCommand } from './policy-holidays.ts'
import { policyLines } from './policy-words.ts'
import { Misuse, type Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

const KINDS = POLICY_KINDS.join(', ')
const HISTORY_SHOWN = 50

export function policyCommand(terminal: Terminal): Command {
  return new Command('policy')
    .description('Look at and set the rules of routing, clocks and automations')
    .addCommand(
      new Command('show')
        .description('The policy that holds now')
        .argument('<kind>', KINDS)
        .option('--json', 'print JSON, as policy set reads it')
        .option('--yaml', 'print YAML, as policy set reads it')
        .option('--version <number>', 'as it was in an earlier version')
        .action((kind: string, options: ShowOptions) => show(terminal, kindOf(kind), options)),
    )
    .addCommand(
      new Command('set')
        .description('Make the policy of a file hold')
        .argument('<kind>', KINDS)
        .argument('<file>', 'YAML or JSON, such as policy show prints')
        .requiredOption('--author <email>', `the member who wrote it: ${POLICY_AUTHORS.join(', ')}`)
        .requiredOption('--reason <words>', 'why it changes')
        .option('--based-on <version>', 'refuse where another version was set since')
        .action((kind: string, file: string, options: SetOptions) =>
          set(terminal, { kind: kindOf(kind), file, ...options }),
        ),
    )
    .addCommand(
      new Command('check')
        .description('Check a file without setting it; exit code 1 where it could not be set')
        .argument('<kind>', KINDS)
        .argument('<file>', 'YAML or JSON')
        .action((kind: string, file: string) => check(terminal, kindOf(kind), file)),
    )
    .addCommand(
      new Command('history')
        .description(`The newest ${HISTORY_SHOWN} versions: who set them and why`)
        .argument('<kind>', KINDS)
        .action((kind: string) => history(terminal, kindOf(kind))),
    )
    .addCommand(
      new Command('schema')
        .description('Print the JSON schema of a file, for editors')
        .argument('<kind>', KINDS)
        .action((kind: string) => terminal.print(JSON.stringify(policySchema(kindOf(kind)), null, 2))),
    )
    .addCommand(backtestCommand(terminal))
    .addCommand(conflictsCommand(terminal))
    .addCommand(holidaysCommand(terminal))
    .addCommand(icalCommand(terminal))
}

interface ShowOptions {
  readonly json?: true
  readonly yaml?: true
  readonly version?: string
}

async function show(terminal: Terminal, kind: PolicyKind, options: ShowOptions): Promise<void> {
  const wanted = options.version === undefined ? undefined : versionOf(options.version)
  await withStore(terminal, async ({ store }) => {
    const { version, policy, author, reason, createdAt } = await readPolicy(store.db, kind, wanted)
    if (wanted !== undefined && version !== wanted)
      throw new Misuse(`There is no version ${wanted}; see meshline policy history ${kind}`)
    const document = documentOf(kind, policy)
    if (options.json) return terminal.print(JSON.stringify(document, null, 2))
    if (options.yaml) return terminal.print(yamlOf(document))
    const since =
      createdAt === null ? 'came with Meshline' : `${new Date(createdAt).toISOString()} by ${author}`
    terminal.print(`${kind.padEnd(12)} version ${version}, ${since}${reason === null ? '' : `: ${reason}`}`)
    for (const line of policyLines(kind, policy)) terminal.print(line)
  })
}

interface SetOptions {
  readonly author: string
  readonly reason: string
  readonly basedOn?: string
}

async function set(
  terminal: Terminal,
  { kind, file, ...options }: SetOptions & { kind: PolicyKind; file: string },
): Promise<void> {
  const reason = options.reason.trim()
  if (reason === '') throw new Misuse('Say why it changes: --reason "the bank answers within minutes"')
  const basedOn = options.basedOn === undefined ? null : versionOf(options.basedOn)
  const { policy, problems } = readDocument(kind, readDocumentFile(file))
  if (policy === null) throw new Misuse(unfit(`${file} is no ${kind} policy, so nothing changed`, problems))
  await withStore(terminal, async ({ store, settings, actor }) => {
    const author = await findMember(store.db, { email: options.author.trim().toLowerCase() })
    if (!author) {
      const add = `add them first: meshline member add ${options.author}`
      throw new Misuse(`${options.author} is not a member; ${add}`)
    }
    const change = { kind, policy, author, reason, basedOn }
    const outcome = await store.write(actor, tx => setPolicy(tx, change))
    terminal.print(outcomeWords(outcome, { kind, file, author: author.email }))
    const warnings = settings.mail ? [] : unsentMails(policy)
    for (const warning of warnings) terminal.print(`Note: ${problemLine(warning)}`)
  })
}

/** Throws Misuse where nothing was set. */
function outcomeWords(
  outcome: PolicyOutcome,
  { kind, file, author }: { kind: PolicyKind; file: string; author: string },
): string {
  if (outcome.kind === 'not-allowed')
    throw new Misuse(`${author} may not write policies; that takes one of ${POLICY_AUTHORS.join(', ')}`)
  if (outcome.kind === 'unfit')
    throw new Misuse(unfit(`${file} does not fit, so nothing changed`, outcome.problems))
  if (outcome.kind === 'conflict') {
    const look = `look at it with meshline policy show ${kind}, then set yours with --based-on ${outcome.version}`
    throw new Misuse(`Version ${outcome.version} was set meanwhile, so nothing changed; ${look}`)
  }
  if (outcome.kind === 'unchanged')
    return `The ${kind} policy is that of version ${outcome.version} already; nothing changed`
  return kind === 'freshness'
    ? `The freshness policy, version ${outcome.version}, holds from the next judgement of each proposal on`
    : `The ${kind} policy, version ${outcome.version}, holds; every open item is looked at again`
}

function unfit(what: string, problems: readonly PolicyProblem[]): string {
  return [`${what}:`, ...problems.map(problemLine)].join('\n')
}

async function check(terminal: Terminal, kind: PolicyKind, file: string): Promise<void> {
  const document = readDocumentFile(file)
  await withStore(terminal, async ({ store, settings }) => {
    const order = { kind, document, now: terminal.now(), canMail: settings.mail !== null }
    const found = await checkPolicy(store.db, order)
    for (const warning of found.warnings) terminal.print(`Note: ${problemLine(warning)}`)
    if (found.problems.length > 0) throw new Misuse(found.problems.map(problemLine).join('\n'))
    const tests = found.tests.length === 0 ? '' : `; all ${found.tests.length} tests pass`
    terminal.print(`${file} can be set as the ${kind} policy${tests}`)
  })
}

async function history(terminal: Terminal, kind: PolicyKind): Promise<void> {
  await withStore(terminal, async ({ store }) => {
    for (const { version, author, reason, created_at } of await policyHistory(
      store.db,
      kind,
      HISTORY_SHOWN,
    )) {
      terminal.print([version, new Date(created_at).toISOString(), author, reason].join('\t'))
    }
    terminal.print('0\tcame with Meshline')
  })
}

function kindOf(text: string): PolicyKind {
  const kind = POLICY_KINDS.find(known => known === text)
  if (!kind) throw new Misuse(`${text} is not a kind of policy; use one of ${KINDS}`)
  return kind
}

function versionOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Misuse(`${text} is not a version; use a whole number, as meshline policy history lists them`)
}

import { Command } from 'commander'
import type { FieldContent } from '../../shared/context-record.ts'
import { SIGNERS } from '../../shared/may-sign.ts'
import { formatMoney } from '../../shared/money.ts'
import { accuracyOf, type Validation } from '../../shared/validation.ts'
import { findMember } from '../access/store.ts'
import { connect } from '../connectors/connect.ts'
import { signValidation } from '../validation/sign-validation.ts'
import { startValidation } from '../validation/start-validation.ts'
import { stepValidation, type ValidationDeps } from '../validation/step-validation.ts'
import { findValidation, listValidations, nextValidationAt } from '../validation/store.ts'
import { Misuse, type Terminal, Unfinished } from './terminal.ts'
import { openValidationProgress, type ValidationProgress } from './validation-progress.ts'
import { withStore } from './with-store.ts'

const LARGEST_SAMPLE = 500
const TREND = 5
const LOOK_AGAIN_MS = 1_000

export function contextCommand(terminal: Terminal): Command {
  return new Command('context')
    .description('Check how right the context records are')
    .addCommand(
      new Command('validate')
        .description('Compare a random sample of context records with their sources, and wait for the result')
        .option('--sample <accounts>', `how many to draw, 1 to ${LARGEST_SAMPLE}`, '50')
        .option('--json', 'print JSON')
        .action((options: ValidateOptions) => validate(terminal, options)),
    )
    .addCommand(
      new Command('sign')
        .description('Sign what a validation found; once, by a person')
        .argument('<id>', 'such as val_01J...')
        .requiredOption('--as <email>', `the member who signs: ${SIGNERS.join(', ')}`)
        .requiredOption('--note <words>', 'what they make of it')
        .action((id: string, options: SignOptions) => sign(terminal, id, options)),
    )
}

interface ValidateOptions {
  readonly sample: string
  readonly json?: true
}

interface SignOptions {
  readonly as: string
  readonly note: string
}

async function validate(terminal: Terminal, options: ValidateOptions): Promise<void> {
  const sample = Number(options.sample)
  if (!Number.isInteger(sample) || sample < 1 || sample > LARGEST_SAMPLE) {
    throw new Misuse(`${options.sample} is not a sample; use a whole number from 1 to ${LARGEST_SAMPLE}`)
  }
  const json = options.json ?? false
  await withStore(terminal, async ({ store, settings, actor }) => {
    const { now, random } = terminal
    const reportBug = (error: unknown) =>
      terminal.complain(`A record could not be compared: ${String(error)}`)
    const deps = { store, now, random, connectors: connect(settings, now), reportBug }
    const outcome = await startValidation(deps, { actor, member: null, sample })
    if (outcome.kind === 'not-allowed') throw new Misuse('You may not start a validation')
    if (!json && outcome.kind === 'running') terminal.print(`${outcome.id} is under way; going on with it`)
    const validation = await follow(deps, outcome.id, { terminal, json })
    if (json) return terminal.print(JSON.stringify(validation))
    for (const line of report(validation)) terminal.print(line)
    for (const line of trendOf(await listValidations(store.db, TREND + 1), validation)) terminal.print(line)
    if (!validation.signed) {
      terminal.print(`Sign it: meshline context sign ${validation.id} --as <email> --note "..."`)
    }
  })
}

/** Works on the validation beside any server that does so too, until it is finished. */
async function follow(
  deps: ValidationDeps,
  id: string,
  { terminal, json }: { terminal: Terminal; json: boolean },
): Promise<Validation> {
  const stopping = new AbortController()
  terminal.onStop(() => stopping.abort())
  const progress = openValidationProgress(terminal, { json })
  try {
    while (!stopping.signal.aborted) {
      const worked = await stepValidation(deps)
      const current = await findValidation(deps.store.db, id)
      if (!current) throw new Misuse(`${id} vanished while it ran; start another`)
      progress.show(current)
      if (current.finishedAt !== null) return current
      if (!worked) await waitForTurn(deps, progress, () => terminal.sleep(LOOK_AGAIN_MS, stopping.signal))
    }
  } finally {
    progress.close()
  }
  throw new Unfinished(
    `Stopped; the server, or meshline context validate, goes on with ${id} where it was left`,
  )
}

async function waitForTurn(
  { store, now }: ValidationDeps,
  progress: ValidationProgress,
  sleep: () => Promise<void>,
): Promise<void> {
  const until = await nextValidationAt(store.db)
  if (until !== null && until - now() > LOOK_AGAIN_MS) progress.waits(until)
  await sleep()
}

function report(validation: Validation): string[] {
  const { id, sampled, population, unreadable, fields, mismatches } = validation
  const missed = validation.compared - validation.right
  return [
    `${id}: ${sampled} of ${population} accounts, ${unreadable} records could not be read`,
    ...fields.map(field => `  ${field.field.padEnd(20)} ${share(field)}`),
    `  ${'all'.padEnd(20)} ${share(validation)}`,
    ...mismatches.map(
      ({ account, field, source, sourceId, held, live }) =>
        `  ${account}: ${field} of ${source} ${sourceId}: we hold ${said(held)}, there it is ${said(live)}`,
    ),
    ...(missed > mismatches.length ? [`  and ${missed - mismatches.length} more`] : []),
  ]
}

function trendOf(validations: readonly Validation[], { id }: Validation): string[] {
  const before = validations.filter(other => other.id !== id && other.finishedAt !== null).slice(0, TREND)
  return before.length === 0
    ? ['Before: nothing to compare with yet']
    : before.map(other => `Before: ${new Date(other.startedAt).toISOString().slice(0, 10)} ${share(other)}`)
}

/** `98.7% (152 of 154)`, rounded down, so that only everything is 100%. */
function share(counted: { compared: number; right: number }): string {
  const accuracy = accuracyOf(counted)
  if (accuracy === null) return 'nothing to compare'
  return `${(Math.floor(accuracy * 1000) / 10).toFixed(1)}% (${counted.right} of ${counted.compared})`
}

function said(content: FieldContent | null): string {
  if (!content) return 'nothing'
  if (content.kind === 'text') return JSON.stringify(content.text)
  if (content.kind === 'money') return formatMoney(content.money, 'en')
  return content.kind === 'date' ? new Date(content.at).toISOString() : String(content.count)
}

const REFUSALS = {
  'not-allowed': `may not sign; that takes one of ${SIGNERS.join(', ')}`,
  'not-finished': 'cannot sign yet: it is still running',
  'already-signed': 'cannot sign: somebody has done so already',
} as const

async function sign(terminal: Terminal, id: string, { as: email, note }: SignOptions): Promise<void> {
  if (note.trim().length > 2000) throw new Misuse('Keep the note under 2,000 characters')
  await withStore(terminal, async ({ store, actor }) => {
    const person = await findMember(store.db, { email: email.trim().toLowerCase() })
    if (!person) throw new Misuse(`${email} is not a member; see meshline member list`)
    const outcome = await store.write(actor, tx => signValidation(tx, { id, person, note: note.trim() }))
    if (outcome.kind === 'not-found')
      throw new Misuse(`There is no validation ${id}; run meshline context validate`)
    if (outcome.kind === 'refused') throw new Misuse(`${email} ${REFUSALS[outcome.why]}`)
    terminal.print(`${id} is signed by ${person.name}`)
  })
}

import { Command } from 'commander'
import type { NativeConflict, NativeConflicts } from '../../shared/native-conflict.ts'
import { connect } from '../connectors/connect.ts'
import { findConflicts } from '../native-rules/find-conflicts.ts'
import type { Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

export function conflictsCommand(terminal: Terminal): Command {
  return new Command('conflicts')
    .description('Rules inside your tools that assign or set a status where the policies say something else')
    .option('--json', 'print JSON')
    .action((options: { json?: true }) => conflicts(terminal, options))
}

async function conflicts(terminal: Terminal, options: { json?: true }): Promise<void> {
  await withStore(terminal, async ({ store, settings }) => {
    const found = await findConflicts(store.db, connect(settings, terminal.now))
    if (options.json) return terminal.print(JSON.stringify(found))
    for (const line of [...toolLines(found), ...found.conflicts.flatMap(conflictLines)]) terminal.print(line)
  })
}

function toolLines({ tools, conflicts: all }: NativeConflicts): string[] {
  if (tools.length === 0) return ['No tool is connected that assigns by itself; see meshline doctor']
  return tools.map(tool => {
    if (tool.kind === 'away') return `${tool.source}: ${tool.why.en}; its rules are not known now`
    const against = all.filter(({ source }) => source === tool.source).length
    return `${tool.source}: rules that assign or set a status: ${tool.rules}; against the policies: ${against}`
  })
}

function conflictLines({ title, url, sets, when, collisions, unlisted }: NativeConflict): string[] {
  const more = unlisted.routing + unlisted.sla
  return [
    `${title} (${url})`,
    `     sets ${sets.en}`,
    `     when ${when}`,
    ...collisions.map(
      ({ policy, rule, certainty, why }) =>
        `     ${certainty === 'may' ? 'may be' : certainty} against ${policy} rule ${rule}: ${why.en}`,
    ),
    ...(more > 0 ? [`     and ${more} more rules`] : []),
  ]
}

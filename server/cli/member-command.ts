import { Command } from 'commander'
import { z } from 'zod'
import { ROLES, Role } from '../../shared/member.ts'
import { addMember, PAIRING_MINUTES } from '../access/add-member.ts'
import { deactivateMember } from '../access/deactivate-member.ts'
import { listMembers } from '../access/store.ts'
import { availabilityCommands } from './availability-command.ts'
import { Misuse, type Terminal } from './terminal.ts'
import { withStore } from './with-store.ts'

export function memberCommand(terminal: Terminal): Command {
  const member = new Command('member').description('Add and list members, and say when they are there')
  for (const command of availabilityCommands(terminal)) member.addCommand(command)
  return member
    .addCommand(
      new Command('add')
        .description('Add a member, or roles to one, and print a pairing code for their browser')
        .argument('<email>')
        .option('--role <role>', `one of ${ROLES.join(', ')}; repeat for several`, collect)
        .option('--name <name>', 'how others see them; made from the address if left out')
        .option('--json', 'print JSON')
        .action((email: string, options: AddOptions) => add(terminal, email, options)),
    )
    .addCommand(
      new Command('deactivate')
        .description('Sign somebody out everywhere and give what they owned to whoever is next')
        .argument('<email>')
        .action((email: string) => deactivate(terminal, email)),
    )
    .addCommand(
      new Command('list')
        .description('List the members and their roles')
        .option('--json', 'print JSON')
        .action((options: { json?: true }) => list(terminal, options)),
    )
}

function collect(role: string, roles: readonly string[] = []): string[] {
  return [...roles, ...role.split(',')]
}

interface AddOptions {
  readonly role?: readonly string[]
  readonly name?: string
  readonly json?: true
}

async function add(terminal: Terminal, email: string, options: AddOptions): Promise<void> {
  const address = z.email().safeParse(email.trim().toLowerCase())
  if (!address.success) throw new Misuse(`${email} is not an e-mail address`)
  const roles = (options.role ?? []).map(parseRole)
  await withStore(terminal, async ({ store, settings, actor }) => {
    const order = { email: address.data, name: options.name ?? null, roles }
    const added = await store.write(actor, tx => addMember(tx, order, settings.secretKey))
    if (options.json) return terminal.print(JSON.stringify(added))
    const { member, code } = added
    terminal.print(`${member.name} <${member.email}>: ${member.roles.join(', ') || 'no role, can only view'}`)
    terminal.print(`Pairing code: ${code}`)
    terminal.print(
      `It works once, for ${PAIRING_MINUTES} minutes. Open the extension's options, enter ${settings.publicUrl} and the code.`,
    )
  })
}

function parseRole(text: string): Role {
  const role = Role.safeParse(text.trim())
  if (!role.success) throw new Misuse(`${text} is not a role; use one of ${ROLES.join(', ')}`)
  return role.data
}

async function deactivate(terminal: Terminal, email: string): Promise<void> {
  await withStore(terminal, async ({ store, actor }) => {
    const left = await store.write(actor, tx => deactivateMember(tx, email.trim().toLowerCase()))
    if (!left) throw new Misuse(`${email} is not a member; see meshline member list`)
    terminal.print(`${email} is signed out everywhere and can decide nothing any more`)
  })
}

async function list(terminal: Terminal, options: { json?: true }): Promise<void> {
  await withStore(terminal, async ({ store }) => {
    const members = await listMembers(store.db)
    if (options.json) return terminal.print(JSON.stringify(members))
    for (const { email, name, roles, active } of members) {
      terminal.print([email, name, roles.join(', ') || 'view only', active ? '' : 'inactive'].join('\t'))
    }
  })
}

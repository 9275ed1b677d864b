import type { Place } from '../../../shared/action.ts'
import type { Localized } from '../../../shared/locale.ts'
import type { AgentGroup, Assigner, AssignmentPlan, AssignTo } from '../assigner.ts'
import { closedTicket, noTicket, notInGroup } from './assignment-words.ts'
import type { ZendeskApi } from './client.ts'
import { type Directory, zendeskDirectory } from './directory.ts'
import { readNativeRules } from './native-rules.ts'
import { readPlace } from './ticket-place.ts'

/** Zendesk's groups and agents, and what its own triggers do with tickets. */
export function zendeskAssigner(api: ZendeskApi): Assigner {
  const directory = zendeskDirectory(api)
  return {
    findAgent: email => directory.findAgent(email),
    findGroup: name => directory.findGroup(name),
    plan: (ticketId, to) => plan(api, { ticketId, to, directory }),
    nativeRules: () => readNativeRules(api, directory),
  }
}

interface Wish {
  readonly ticketId: string
  readonly to: AssignTo
  readonly directory: Directory
}

async function plan({ client }: ZendeskApi, { ticketId, to, directory }: Wish): Promise<AssignmentPlan> {
  const seen = await readPlace(client, ticketId)
  if (!seen) return impossible(noTicket(ticketId))
  const { place: before, status } = seen
  if (status === 'closed') return impossible(closedTicket(ticketId))
  const target = await targetOf(to, before, directory)
  if (target.kind === 'impossible') return target
  const { group, assignee } = target.after
  if (group?.id === before.group?.id && assignee?.id === before.assignee?.id) return { kind: 'nothing-to-do' }
  const after = { group: group && named(group), assignee: assignee && named(assignee) }
  return { kind: 'planned', spec: { kind: 'ticket-assignment', vendor: 'zendesk', ticketId, before, after } }
}

type Impossible = Extract<AssignmentPlan, { kind: 'impossible' }>
type Target = Impossible | { readonly kind: 'found'; readonly after: Place }

/** Where no group is named, the ticket's own is as good as the person's first, as long as they are in it. */
async function targetOf({ groupName, email }: AssignTo, now: Place, directory: Directory): Promise<Target> {
  if (groupName === null && email === null) return impossible(NOBODY_NAMED)
  const group = groupName === null ? null : await directory.findGroup(groupName)
  if (groupName !== null && !group) return impossible(noGroup(groupName))
  if (email === null) return { kind: 'found', after: { group, assignee: null } }
  const agent = await directory.findAgent(email)
  if (!agent) return impossible(noAgent(email))
  const mine = await directory.groupsOf(agent.id)
  if (group && !mine.some(({ id }) => id === group.id)) return impossible(notInGroup(agent.name, group.name))
  const theirs = group ?? mine.find(({ id }) => id === now.group?.id) ?? mine[0]
  return theirs
    ? { kind: 'found', after: { group: theirs, assignee: agent } }
    : impossible(inNoGroup(agent.name))
}

const named = ({ id, name }: AgentGroup) => ({ id, name })

const impossible = (why: Localized): Impossible => ({ kind: 'impossible', why })

const NOBODY_NAMED: Localized = {
  en: 'Neither a group nor a person was named',
  de: 'Weder eine Gruppe noch eine Person wurde genannt',
}

const noGroup = (name: string): Localized => ({
  en: `Zendesk has no group named ${name}, or more than one`,
  de: `In Zendesk gibt es keine Gruppe namens ${name}, oder mehr als eine`,
})

const noAgent = (email: string): Localized => ({
  en: `Nobody who may have tickets has the address ${email} in Zendesk`,
  de: `In Zendesk hat niemand, der Tickets haben darf, die Adresse ${email}`,
})

const inNoGroup = (name: string): Localized => ({
  en: `${name} is in no group in Zendesk, so that no ticket can be theirs`,
  de: `${name} gehört in Zendesk zu keiner Gruppe und kann kein Ticket haben`,
})

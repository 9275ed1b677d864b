import { z } from 'zod'
import type { Agent, AgentGroup } from '../assigner.ts'
import { remember } from '../remember.ts'
import { readAs, readRows } from './answer.ts'
import type { ZendeskApi } from './client.ts'
import { readList } from './pages.ts'
import { Id, UsersAnswer, ZendeskGroup, ZendeskPerson } from './shapes.ts'

/** What people change rarely, and routing asks for at every ticket. */
const KEPT_MS = 60_000
/** A call may name a hundred. */
const MOST_IDS = 100

const Membership = z.object({
  user_id: Id,
  group_id: Id,
  default: z.boolean().nullish().catch(null),
})
type Membership = z.infer<typeof Membership>

/** The account's own people and groups. All of it throws VendorUnavailable and UnreadableAnswer. */
export interface Directory {
  findAgent(email: string): Promise<Agent | null>
  findGroup(name: string): Promise<AgentGroup | null>
  groups(): Promise<readonly AgentGroup[]>
  /** The groups of an agent, their own first. */
  groupsOf(agentId: string): Promise<readonly AgentGroup[]>
  /** The names of users by id; those nobody knows are left out. */
  namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export function zendeskDirectory(api: ZendeskApi): Directory {
  const groupsKept = remember<readonly AgentGroup[]>(api.now, KEPT_MS)
  const membershipsKept = remember<readonly Membership[]>(api.now, KEPT_MS)
  const groups = () => groupsKept('all', () => readGroups(api))
  return {
    findAgent: email => findAgent(api, email),
    groups,
    async findGroup(name) {
      const all = await groups()
      const same = all.filter(group => spelled(group.name) === spelled(name))
      const exact = same.filter(group => group.name === name)
      const [found, ...others] = exact.length > 0 ? exact : same
      return found && others.length === 0 ? found : null
    },
    async groupsOf(agentId) {
      const all = await groups()
      const memberships = await membershipsKept(agentId, () => readMemberships(api, agentId))
      return memberships.flatMap(({ group_id }) => all.filter(({ id }) => id === group_id))
    },
    namesOf: userIds => namesOf(api, userIds),
  }
}

const spelled = (name: string) => name.trim().toLowerCase()

async function readGroups({ client }: ZendeskApi): Promise<AgentGroup[]> {
  const groups = await readList(client, '/api/v2/groups.json', { name: 'groups', row: ZendeskGroup })
  return groups.filter(({ deleted }) => !deleted).map(({ id, name }) => ({ id, name }))
}

async function readMemberships({ client }: ZendeskApi, agentId: string): Promise<Membership[]> {
  const memberships = await readList(client, `/api/v2/users/${agentId}/group_memberships.json`, {
    name: 'group_memberships',
    row: Membership,
  })
  return memberships.toSorted((a, b) => Number(b.default ?? false) - Number(a.default ?? false))
}

/** Zendesk's search finds what is like an address, and customers too. Two agents may differ in no more than a `+tag`. */
async function findAgent({ client }: ZendeskApi, email: string): Promise<Agent | null> {
  const address = spelled(email)
  if (!/^[^\s"\\@]+@[^\s"\\@]+$/.test(address)) return null
  const query = encodeURIComponent(`email:"${address}"`)
  const answer = await client.call('GET', `/api/v2/users/search.json?query=${query}`)
  const { users } = readAs(UsersAnswer, 'users', answer)
  const agent = readRows(ZendeskPerson, 'user', users).read.find(
    user => isAgent(user) && spelled(user.email ?? '') === address,
  )
  return agent ? { id: agent.id, name: agent.name ?? address, email: address } : null
}

function isAgent({ role, active, suspended }: ZendeskPerson): boolean {
  return (role === 'agent' || role === 'admin') && active !== false && suspended !== true
}

async function namesOf({ client }: ZendeskApi, userIds: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (let from = 0; from < userIds.length; from += MOST_IDS) {
    const ids = userIds.slice(from, from + MOST_IDS).join(',')
    const answer = await client.call('GET', `/api/v2/users/show_many.json?ids=${ids}`)
    const { users } = readAs(UsersAnswer, 'users', answer)
    for (const { id, name } of readRows(ZendeskPerson, 'user', users).read) if (name) names.set(id, name)
  }
  return names
}

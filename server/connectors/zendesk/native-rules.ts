import { z } from 'zod'
import type { NativeRule } from '../assigner.ts'
import { idIn } from './audit-actors.ts'
import type { ZendeskApi } from './client.ts'
import type { Directory } from './directory.ts'
import { readList } from './pages.ts'
import { saidInOurWords } from './rule-conditions.ts'
import { conditionsInWords, type RuleNames } from './rule-words.ts'
import { Id } from './shapes.ts'

const Condition = z.object({
  field: z.string(),
  operator: z.string().catch('is'),
  value: z.unknown().default(null),
})
export type Condition = z.infer<typeof Condition>

const Conditions = z.array(Condition).nullish().catch(null)

/** A trigger, or an automation, which differs in nothing but when it runs. */
const Trigger = z.object({
  id: Id,
  title: z.string().catch('(no title)'),
  active: z.boolean().nullish().catch(null),
  conditions: z.object({ all: Conditions, any: Conditions }).nullish().catch(null),
  actions: z.array(z.object({ field: z.string().catch(''), value: z.unknown().default(null) })).catch([]),
})
type Trigger = z.infer<typeof Trigger>

const FIELDS: ReadonlySet<string> = new Set(['group_id', 'assignee_id', 'status'])

/** Both kinds of Zendesk's own rules: those that run at an update, then those that run every hour. */
const KINDS = ['triggers', 'automations'] as const

/**
 * Zendesk's active triggers and automations that say who has a ticket or what status it is in, each in the order in
 * which they run. Throws VendorUnavailable and UnreadableAnswer.
 */
export async function readNativeRules(api: ZendeskApi, directory: Directory): Promise<NativeRule[]> {
  const read = await Promise.all(KINDS.map(kind => readKind(api, kind)))
  const names = await namesIn(read.flat(), directory)
  return read.flatMap((rules, at) => {
    const where = `${api.siteUrl}/admin/objects-rules/rules/${KINDS[at]}`
    return rules.map(rule => ruleOf(rule, names, where))
  })
}

async function readKind({ client }: ZendeskApi, kind: (typeof KINDS)[number]): Promise<Trigger[]> {
  const rules = await readList(client, `/api/v2/${kind}.json?active=true`, { name: kind, row: Trigger })
  return rules.filter(
    ({ active, actions }) => active !== false && actions.some(({ field }) => FIELDS.has(field)),
  )
}

function ruleOf({ id, title, actions, conditions }: Trigger, names: RuleNames, where: string): NativeRule {
  const { all, any } = { all: conditions?.all ?? [], any: conditions?.any ?? [] }
  const last = (field: string) => actions.findLast(action => action.field === field)
  const [group, assignee, status] = [last('group_id'), last('assignee_id'), last('status')]
  return {
    id,
    title,
    url: `${where}/${id}`,
    assigns: {
      ...(group && { group: nameIn(group.value, names.group) }),
      ...(assignee && { assignee: nameIn(assignee.value, names.person) }),
      ...(status && typeof status.value === 'string' && { status: status.value }),
    },
    when: conditionsInWords({ all, any }, names),
    conditions: { all, any },
    said: saidInOurWords({ all, any }),
  }
}

function nameIn(value: unknown, nameOf: (id: string) => string): string | null {
  const id = idIn(value)
  return id === null ? null : nameOf(id)
}

/** Instead of an id, a trigger may name whoever plays a part in the update. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ['current_user', 'whoever updates it'],
  ['current_groups', 'a group of whoever updates it'],
  ['requester_id', 'its requester'],
  ['assignee_id', 'its assignee'],
])

async function namesIn(triggers: readonly Trigger[], directory: Directory): Promise<RuleNames> {
  if (triggers.length === 0) return { group: id => id, person: id => id }
  const groups = new Map((await directory.groups()).map(({ id, name }) => [id, name]))
  const people = await directory.namesOf([...new Set(triggers.flatMap(peopleIn))])
  return {
    group: id => ROLES.get(id) ?? groups.get(id) ?? `group ${id}`,
    person: id => ROLES.get(id) ?? people.get(id) ?? `user ${id}`,
  }
}

const PEOPLE: ReadonlySet<string> = new Set(['assignee_id', 'requester_id', 'current_user'])

function peopleIn({ actions, conditions }: Trigger): string[] {
  const parts = [...actions, ...(conditions?.all ?? []), ...(conditions?.any ?? [])]
  const ids = parts.flatMap(({ field, value }) => (PEOPLE.has(field) ? (idIn(value) ?? []) : []))
  return ids.filter(id => /^\d+$/.test(id))
}

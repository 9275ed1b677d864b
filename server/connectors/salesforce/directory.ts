import { z } from 'zod'
import type { Agent, AgentGroup } from '../assigner.ts'
import { UnreadableAnswer } from '../connector.ts'
import { remember } from '../remember.ts'
import type { SalesforceClient } from './client.ts'
import { Id } from './shapes.ts'
import { quoted } from './soql.ts'

/** What people change rarely, and routing asks for at every case. */
const KEPT_MS = 60_000

const UserRow = z.object({ Id, Name: z.string(), Email: z.string() })
const QueueRow = z.object({ QueueId: Id, Queue: z.object({ Name: z.string() }) })

/** Who and which queues can own cases. All of it throws VendorUnavailable and UnreadableAnswer. */
export interface Directory {
  findAgent(email: string): Promise<Agent | null>
  findGroup(name: string): Promise<AgentGroup | null>
}

export function salesforceDirectory(client: SalesforceClient, now: () => number): Directory {
  const queuesKept = remember<readonly AgentGroup[]>(now, KEPT_MS)
  return {
    findAgent: email => findAgent(client, email),
    async findGroup(name) {
      const all = await queuesKept('all', () => readQueues(client))
      const same = all.filter(queue => spelled(queue.name) === spelled(name))
      const exact = same.filter(queue => queue.name === name)
      const [found, ...others] = exact.length > 0 ? exact : same
      return found && others.length === 0 ? found : null
    },
  }
}

const spelled = (name: string) => name.trim().toLowerCase()

/** Several users may have one address; then nobody can say who is meant. */
async function findAgent(client: SalesforceClient, email: string): Promise<Agent | null> {
  const address = spelled(email)
  const isOne = `Email = ${quoted(address)} AND IsActive = true AND UserType = 'Standard'`
  const rows = await client.rows(`SELECT Id, Name, Email FROM User WHERE ${isOne} ORDER BY Id LIMIT 3`)
  const users = readAs(UserRow, rows).filter(({ Id: id }) => id !== client.userId())
  const [user, ...others] = users
  return user && others.length === 0 ? { id: user.Id, name: user.Name, email: address } : null
}

/** A queue has a row for each object it takes. */
async function readQueues(client: SalesforceClient): Promise<AgentGroup[]> {
  const rows = await client.rows("SELECT QueueId, Queue.Name FROM QueueSobject WHERE SobjectType = 'Case'")
  return readAs(QueueRow, rows).map(({ QueueId: id, Queue: { Name: name } }) => ({ id, name }))
}

function readAs<T>(shape: z.ZodType<T>, rows: readonly unknown[]): T[] {
  const parsed = z.array(shape).safeParse(rows)
  if (parsed.success) return parsed.data
  throw new UnreadableAnswer({
    en: `Salesforce named users or queues in a way nobody can read: ${parsed.error.message}`,
    de: `Salesforce hat Benutzer oder Warteschlangen unlesbar genannt: ${parsed.error.message}`,
  })
}

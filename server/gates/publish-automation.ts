import type { Tx } from '../store/store.ts'
import { type Automation, FIRST_PARAMETERS, Parameters } from './automation.ts'
import { insertAutomation, latestAutomation } from './store.ts'

export interface Publication {
  readonly name: string
  /** Who built this version and therefore never approves what it proposes; null for what ships with Meshline. */
  readonly authorId: string | null
  readonly parameters: Partial<Parameters>
}

/**
 * Publishes the next version of an automation in soft-auto: it proposes and executes nothing by itself. Parameters
 * left out stay as they were.
 */
export async function publishAutomation(
  tx: Tx,
  { name, authorId, parameters }: Publication,
): Promise<Automation> {
  const before = await latestAutomation(tx.db, name)
  const automation: Automation = {
    name,
    version: (before?.version ?? 0) + 1,
    mode: 'soft-auto',
    authorId,
    parameters: Parameters.parse({ ...(before?.parameters ?? FIRST_PARAMETERS), ...parameters }),
  }
  await insertAutomation(tx, automation)
  await tx.audit({
    action: 'automation.published',
    outcome: 'done',
    subject: { kind: 'automation', id: name },
    itemId: null,
    summary: `${name} v${automation.version} in soft-auto`,
    detail: { authorId, parameters: automation.parameters },
  })
  return automation
}

/** Makes sure there is a version to start with; twice is once. */
export async function ensureAutomation(tx: Tx, name: string): Promise<void> {
  if (await latestAutomation(tx.db, name)) return
  await publishAutomation(tx, { name, authorId: null, parameters: {} })
}

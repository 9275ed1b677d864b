import { z } from 'zod'
import { POLICY_FORMS, type PolicyKind } from './kinds.ts'

const TITLES: Readonly<Record<PolicyKind, string>> = {
  freshness: 'How old facts may be for what rests on them',
  routing: 'Who answers for an item',
  sla: 'How long things may take',
  calendars: 'When teams work',
}

/**
 * The JSON schema (draft 2020-12) of a kind’s file, for editors; docs/schemas holds it too. `meshline policy check` sees
 * more than it says.
 */
export function policySchema(kind: PolicyKind): object {
  const schema = z.toJSONSchema(POLICY_FORMS[kind].file, { io: 'input' })
  return { ...schema, title: `Meshline ${kind} policy: ${TITLES[kind]}` }
}

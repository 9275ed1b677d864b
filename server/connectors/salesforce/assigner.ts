import type { Localized } from '../../../shared/locale.ts'
import type { Assigner, AssignmentPlan, AssignTo } from '../assigner.ts'
import { noCase } from './assignment-words.ts'
import { ownerIn, placeOf } from './case-owners.ts'
import { type CaseApi, readPlace } from './case-place.ts'
import { salesforceDirectory } from './directory.ts'
import { readNativeRules } from './native-rules.ts'

/** Salesforce's users and queues, and the assignment rule that hands cases to them. */
export function salesforceAssigner(api: CaseApi, now: () => number): Assigner {
  const directory = salesforceDirectory(api.client, now)
  return {
    ...directory,
    nativeRules: () => readNativeRules(api),

    async plan(caseId, to): Promise<AssignmentPlan> {
      const seen = await readPlace(api, caseId)
      if (!seen) return { kind: 'impossible', why: noCase(caseId) }
      const owner = await ownerFor(to)
      if ('why' in owner) return { kind: 'impossible', why: owner.why }
      const after = placeOf(owner.id, owner.name)
      if (ownerIn(after)?.id === seen.ownerId) return { kind: 'nothing-to-do' }
      const spec = { kind: 'case-owner', vendor: 'salesforce', caseId, before: seen.place, after } as const
      return { kind: 'planned', spec }
    },
  }

  type Owner = { readonly id: string; readonly name: string } | { readonly why: Localized }

  /** A case has one owner, so whoever it goes to takes it out of the queue. */
  async function ownerFor({ groupName, email }: AssignTo): Promise<Owner> {
    if (email !== null) return (await directory.findAgent(email)) ?? { why: noAgent(email) }
    if (groupName === null) return { why: NOBODY_NAMED }
    return (await directory.findGroup(groupName)) ?? { why: noQueue(groupName) }
  }
}

const NOBODY_NAMED: Localized = {
  en: 'Neither a queue nor a person was named',
  de: 'Weder eine Warteschlange noch eine Person wurde genannt',
}

const noQueue = (name: string): Localized => ({
  en: `Salesforce has no queue for cases named ${name}, or more than one`,
  de: `In Salesforce gibt es keine Warteschlange für Kundenvorgänge namens ${name}, oder mehr als eine`,
})

const noAgent = (email: string): Localized => ({
  en: `No active user of Salesforce has the address ${email}, or more than one`,
  de: `In Salesforce hat kein aktiver Benutzer die Adresse ${email}, oder mehr als einer`,
})

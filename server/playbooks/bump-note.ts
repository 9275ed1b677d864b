import type { EffectSpec } from '../../shared/action.ts'
import { CLOCK_WORDS } from '../../shared/clock-words.ts'
import type { ItemLink } from '../../shared/work-item.ts'
import type { Connectors } from '../connectors/connector.ts'
import type { Automation } from '../gates/automation.ts'
import type { WantedEffect } from '../gates/plan.ts'
import { runByPolicy } from '../gates/run-by-policy.ts'
import { latestAutomation } from '../gates/store.ts'
import { linksOfItem } from '../ownership/store.ts'
import type { TakenBump } from '../sla/miss-clock.ts'
import type { Tx } from '../store/store.ts'

export const BUMP_NOTE = 'bump-note'

/** How long a note may wait for a desk that is away; after a day it tells nobody anything. */
const WITHIN_MS = 24 * 3_600_000

/** Says on the ticket who an item went up to and why, where the rule asks for it. Nothing else of the ticket changes. */
export async function noteBump(
  tx: Tx,
  connectors: Pick<Connectors, 'executorFor'>,
  bump: TakenBump,
): Promise<void> {
  if (!bump.rule.noteOnBump) return
  const automation = await latestAutomation(tx.db, BUMP_NOTE)
  if (!automation || automation.mode === 'disabled' || automation.mode === 'quarantined') return
  const { item_id: itemId, policy_version: version } = bump.clock
  const links = await linksOfItem(tx.db, itemId)
  await runByPolicy(tx, connectors, {
    itemId,
    authority: { kind: 'policy', policy: 'sla', version: version ?? 0, rule: bump.rule.title },
    plan: {
      automation: { ...automation, parameters: { ...automation.parameters, executeWithinMs: WITHIN_MS } },
      actionClass: 'internal',
      effects: links.flatMap(link => noteOn(link, bump, automation)),
      worked: null,
      context: { clock: bump.clock.id, step: bump.step },
      judgement: { verdict: { kind: 'suggest', reasons: [] }, used: [], offers: [] },
      decideBy: tx.now,
    },
  })
}

function noteOn(link: ItemLink, bump: TakenBump, automation: Automation): WantedEffect[] {
  const spec = specFor(link, wordsOf(bump, automation))
  return spec
    ? [{ spec, businessKey: `meshline:bump-note:${bump.clock.id}:${bump.step}:${link.vendor}` }]
    : []
}

function specFor({ vendor, type, id }: ItemLink, body: string): EffectSpec | null {
  if (vendor === 'zendesk' && type === 'ticket') {
    return { kind: 'internal-note', vendor, ticketId: id, body }
  }
  if (vendor === 'salesforce' && type === 'case') return { kind: 'case-comment', vendor, caseId: id, body }
  return null
}

function wordsOf({ clock, rule, from, to, role }: TakenBump, { name, version }: Automation): string {
  const due = new Date(clock.due_at).toISOString().slice(0, 16).replace('T', ' ')
  const had = from ? `It was with ${from.name}` : 'Nobody had it'
  const now = to ? `it is now with ${to.name} (${role})` : `nobody else of ${role} can take it now`
  return [
    `${CLOCK_WORDS[clock.kind].en} was not kept: it ran out ${due} UTC.`,
    `${had}; ${now}.`,
    `Rule “${rule.title}”, SLA policy version ${clock.policy_version}; ${name} v${version}. Sent by Meshline, not typed by a person.`,
  ].join('\n')
}

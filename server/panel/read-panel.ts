import { freshnessOf } from '../../shared/freshness.ts'
import { mayDecide } from '../../shared/gates/may-decide.ts'
import { unspoken } from '../../shared/locale.ts'
import type { Member } from '../../shared/member.ts'
import type { AccountSources, KnownPanel, Panel, PanelPreview } from '../../shared/panel.ts'
import type { Run, RunEffect } from '../../shared/preview.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import type { Clock } from '../../shared/sla.ts'
import { deskRecordOf, type ItemLink } from '../../shared/work-item.ts'
import type { Connectors } from '../connectors/connector.ts'
import { readTicket } from '../context/read-facts.ts'
import { exceptionsOfItem } from '../exceptions/store.ts'
import { type EffectRecord, effectsOfRun, runsOfItem } from '../gates/run-store.ts'
import { authorityOf } from '../gates/start-run.ts'
import { type PreviewRow, previewOf, previewsOfItem } from '../gates/store.ts'
import { undoFor } from '../gates/undo-effect.ts'
import { linkOf } from '../ownership/is-one-of.ts'
import { itemByLink, itemOf, linksOfItem, ownershipOf, readItem } from '../ownership/store.ts'
import { ROUTING_SUGGESTION } from '../playbooks/routing-suggestion.ts'
import { clocksOfItem } from '../sla/store.ts'
import type { Reader } from '../store/store.ts'
import { readAccount } from './read-account.ts'
import { readRouting } from './read-routing.ts'

export interface PanelQuestion {
  readonly record: RecordRef
  readonly viewer: Member
  /** Epoch milliseconds. */
  readonly now: number
}

/** Everything the sidebar shows for one host record. */
export async function readPanel(
  db: Reader,
  connectors: Pick<Connectors, 'executorFor'>,
  { record, viewer, now }: PanelQuestion,
): Promise<Panel> {
  const itemId = await itemByLink(db, linkOf(record))
  if (!itemId) return { kind: 'unknown', record, readAt: now }
  const item = await readItem(db, itemId)
  const links = await linksOfItem(db, itemId)
  // What moves work between people shows in who owns it, and as a run.
  const previews = (await previewsOfItem(db, itemId)).filter(
    ({ automation }) => automation !== ROUTING_SUGGESTION,
  )
  const account = await readAccount(db, item, now)
  const ownership = ownershipOf(item)
  const question = { item: itemOf(item, links), ownership, account: account.account, now }
  return {
    kind: 'known',
    record,
    readAt: now,
    item: question.item,
    ...account,
    ownership,
    routing: await readRouting(db, question),
    clocks: latestOf(await clocksOfItem(db, itemId)).filter(clock => !isHeld(clock, previews)),
    nativeSla: await readNativeSla(db, links),
    previews: await Promise.all(previews.map(row => panelPreview(db, row, { viewer, now }))),
    runs: await readRuns(db, connectors, itemId),
    exceptions: await exceptionsOfItem(db, itemId, now),
    links: linksOut(links, account.sources),
  }
}

async function readNativeSla(db: Reader, links: readonly ItemLink[]): Promise<KnownPanel['nativeSla']> {
  const link = deskRecordOf(links)
  const ticket = link && (await readTicket(db, link.id))
  return ticket ? ticket.value.nativeSla.map(sla => ({ source: link.vendor, ...sla })) : []
}

/** Clocks that run, and of each kind the one that stopped last: a long talk has many answers. */
function latestOf(clocks: readonly Clock[]): Clock[] {
  return clocks.filter(
    (clock, at) => clock.stoppedAt === null || !clocks.slice(at + 1).some(({ kind }) => kind === clock.kind),
  )
}

/** The wait for an approval that is held back was not met by anybody; it runs on once there is something to decide. */
function isHeld({ kind, stoppedAt }: Clock, previews: readonly PreviewRow[]): boolean {
  const held = previews.some(({ state }) => state === 'pending' || state === 'blocked')
  return kind === 'approval-wait' && stoppedAt !== null && held
}

async function panelPreview(
  db: Reader,
  row: PreviewRow,
  { viewer, now }: { viewer: Member; now: number },
): Promise<PanelPreview> {
  const preview = await previewOf(db, row)
  // Fields to be ticked do not disable the button; the ticks are part of deciding.
  const acceptedStale = preview.used
    .filter(used => freshnessOf(used, now) === 'warn')
    .map(({ field }) => field)
  const question = {
    act: 'approve' as const,
    person: viewer,
    preview,
    seenHash: preview.hash,
    onRecord: true,
  }
  return { preview, may: mayDecide({ ...question, acceptedStale, now }) }
}

async function readRuns(
  db: Reader,
  connectors: Pick<Connectors, 'executorFor'>,
  itemId: string,
): Promise<Run[]> {
  const rows = await runsOfItem(db, itemId)
  return Promise.all(
    rows.map(async row => ({
      id: row.id,
      kind: row.kind,
      previewId: row.preview_id,
      automation: row.automation,
      version: row.version,
      state: row.state,
      authority: authorityOf(row),
      reason: { code: row.reason_code, text: row.reason_text },
      createdAt: row.created_at,
      executeBy: row.execute_by,
      finishedAt: row.finished_at,
      effects: await readEffects(db, connectors, row.id),
    })),
  )
}

async function readEffects(
  db: Reader,
  connectors: Pick<Connectors, 'executorFor'>,
  runId: string,
): Promise<RunEffect[]> {
  const effects = await effectsOfRun(db, runId)
  return Promise.all(effects.map(effect => runEffect(db, connectors, effect)))
}

async function runEffect(
  db: Reader,
  connectors: Pick<Connectors, 'executorFor'>,
  effect: EffectRecord,
): Promise<RunEffect> {
  const { id, planned, state, attempts, externalId, problem, finishedAt } = effect
  return {
    id,
    planned,
    state,
    attempts,
    externalId,
    problem,
    finishedAt,
    undo: await undoFor(db, connectors, effect),
  }
}

const OPEN_IN: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  zendesk: 'Zendesk',
  salesforce: 'Salesforce',
  hubspot: 'HubSpot',
}

/** The matter itself first, then the account in every system it is in. */
function linksOut(links: readonly ItemLink[], sources: AccountSources | null): KnownPanel['links'] {
  const ways = [
    ...links.map(({ vendor, url }) => ({ vendor, url, what: '' })),
    ...(sources?.accounts ?? [])
      .filter(({ gone }) => !gone)
      .map(({ name, url, label }) => ({ vendor: name.source, url, what: `: ${label}` })),
  ]
  const shown = new Map<string, KnownPanel['links'][number]>()
  for (const { vendor, url, what } of ways) {
    const name = OPEN_IN[vendor]
    if (name && url && !shown.has(url)) shown.set(url, { label: unspoken(name + what), url })
  }
  return [...shown.values()]
}

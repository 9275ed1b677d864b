import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Frame, Page } from 'playwright-core'
import { openCase, readPanel } from '../demo/cases.ts'
import { until } from '../demo/script.ts'
import { type Stage, setStage } from '../demo/stage.ts'
import { launchBrowser, sidebarIn } from '../support/chromium.ts'

const SWITCHES = 40
const OUTPUT = new URL('../../.output/chrome-mv3/', import.meta.url).pathname

export interface PanelFigures {
  readonly content_script_bytes: number
  /** Work on the page's main thread per ticket switch, with the extension less without it. */
  readonly main_thread_ms_per_navigation: number
  /** From the switch in the page to the painted panel: medians, and the 95th percentile. */
  readonly cached_ms: number
  readonly cached_p95_ms: number
  readonly fresh_ms: number
  readonly fresh_p95_ms: number
}

/** How much the panel costs the page, and how soon it shows the right customer after a ticket switch. */
export async function benchPanel(): Promise<PanelFigures> {
  const stage = await setStage({ headless: true, port: 0 })
  try {
    const tickets = await twoTickets(stage)
    const page = await stage.browser.context.newPage()
    const withPanel = await measure(page, tickets, await openPanel(page, tickets))
    const without = await measureBare(stage, tickets)
    return {
      content_script_bytes: readFileSync(join(OUTPUT, 'content-scripts/zendesk.js')).length,
      main_thread_ms_per_navigation: round(withPanel.busyMs - without.busyMs),
      cached_ms: round(quantile(withPanel.cached, 0.5)),
      cached_p95_ms: round(quantile(withPanel.cached, 0.95)),
      fresh_ms: round(quantile(withPanel.fresh, 0.5)),
      fresh_p95_ms: round(quantile(withPanel.fresh, 0.95)),
    }
  } finally {
    await stage.close()
  }
}

/** Two tickets of two customers, both with a proposal. */
async function twoTickets(stage: Stage): Promise<string[]> {
  const { token } = await stage.signIn('Ana Ruiz')
  const cases = ['Globex', 'Initech'].map(company => openCase(stage, company))
  for (const { record } of cases) {
    const proposed = async () => ((await readPanel(stage, token, record))?.previews.length ?? 0) > 0
    await until('a refund is proposed', proposed)
  }
  return cases.map(({ record }) => record.id)
}

/** Opens both tickets once, so that both panels are in the cache. */
async function openPanel(page: Page, tickets: readonly string[]): Promise<Frame> {
  await page.goto(`https://acme.zendesk.com/agent/tickets/${tickets[0]}?open=${tickets.join(',')}`)
  const sidebar = await sidebarIn(page)
  for (const id of tickets) {
    await page.evaluate(`zendeskSim.openTicket(${id})`)
    await sidebar.getByText(`#${id}`).first().waitFor()
    await sidebar.getByRole('button', { name: /Approve refund/ }).waitFor()
  }
  return sidebar
}

interface Measured {
  readonly busyMs: number
  readonly cached: number[]
  readonly fresh: number[]
}

async function measure(page: Page, tickets: readonly string[], sidebar: Frame | null): Promise<Measured> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const [cached, fresh]: [number[], number[]] = [[], []]
  const before = await busyMs(session)
  for (let turn = 0; turn < SWITCHES; turn += 1) {
    const id = tickets[turn % tickets.length] ?? ''
    const began = Number(
      await page.evaluate(`(zendeskSim.activate(${id}), performance.timeOrigin + performance.now())`),
    )
    if (!sidebar) {
      await page
        .locator(`[data-test-id="header-tab"][data-entity-id="${id}"][data-entity-is-selected="true"]`)
        .waitFor()
      continue
    }
    const marks = await marksSince(sidebar, began)
    cached.push(marks.cached - began)
    fresh.push(marks.fresh - began)
  }
  return { busyMs: ((await busyMs(session)) - before) / SWITCHES, cached, fresh }
}

/** The same switches in the same page without the extension. */
async function measureBare(stage: Stage, tickets: readonly string[]): Promise<Measured> {
  const bare = await launchBrowser({ extension: null, pagesPort: stage.zendesk.pagesPort })
  try {
    const page = await bare.context.newPage()
    await page.goto(`https://acme.zendesk.com/agent/tickets/${tickets[0]}?open=${tickets.join(',')}`)
    await page.locator('html[data-sim-ready]').waitFor()
    return await measure(page, tickets, null)
  } finally {
    await bare.close()
  }
}

async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
}

/** When the sidebar had painted what it knew, and what the server said; milliseconds since the epoch. */
async function marksSince(sidebar: Frame, began: number): Promise<{ cached: number; fresh: number }> {
  const read = (since: number) => {
    const at = (name: string) => {
      const mark = performance.getEntriesByName(name, 'mark').at(-1)
      return mark ? performance.timeOrigin + mark.startTime : 0
    }
    const marks = { cached: at('meshline:cached'), fresh: at('meshline:fresh') }
    return marks.cached > since && marks.fresh > since ? marks : null
  }
  const handle = await sidebar.waitForFunction(read, began, { polling: 5, timeout: 10_000 })
  const marks = await handle.jsonValue()
  if (!marks) throw new Error('The sidebar left no marks')
  return marks
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

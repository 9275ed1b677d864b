import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { KnownPanel } from '../../shared/panel.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import { sidebarIn } from '../support/chromium.ts'
import { type Case, decideOn, openCase, readPanel, refundsOf } from './cases.ts'
import { type Step, until } from './script.ts'
import type { Stage } from './stage.ts'
import { SHOTS } from './story.ts'

/** The ways it must not go, each on a customer of its own. */
export async function tellRefusals(stage: Stage, page: Page): Promise<Step[]> {
  const ana = await stage.signIn('Ana Ruiz')
  const ben = await stage.signIn('Ben Okafor')
  const eli = await stage.signIn('Eli Novak')

  const panelOf = async (record: RecordRef, fact: string, holds: (panel: KnownPanel) => boolean) => {
    let panel: KnownPanel | null = null
    await until(fact, async () => {
      panel = await readPanel(stage, ana.token, record)
      return panel !== null && holds(panel)
    })
    if (!panel) throw new Error(fact)
    return panel as KnownPanel
  }
  const proposed = (record: RecordRef) =>
    panelOf(record, 'a refund is proposed', panel => panel.previews[0]?.preview.state === 'proposed')
  const expectNoRefund = ({ chargeId }: Case) => {
    if (refundsOf(stage, chargeId) !== 0) throw new Error('A refund was made')
  }

  return [
    {
      says: 'declined with a reason: nothing moves',
      async play() {
        const opened = openCase(stage, 'Globex')
        const { status } = await decideOn(stage, ana.token, {
          panel: await proposed(opened.record),
          decision: 'decline',
        })
        expectStatus(status, 200)
        expectNoRefund(opened)
      },
    },
    {
      says: 'approved twice at once: one wins, the other is told who',
      async play() {
        const opened = openCase(stage, 'Initech')
        const panel = await proposed(opened.record)
        const both = [ana, ben].map(({ token }) => decideOn(stage, token, { panel, decision: 'approve' }))
        const [winner, loser] = (await Promise.all(both)).toSorted((a, b) => a.status - b.status)
        expectStatus(winner?.status, 200)
        expectStatus(loser?.status, 409)
        if (!JSON.stringify(loser?.body).includes('"decidedBy"'))
          throw new Error('The loser was not told who decided')
        await until('the refund is made', () => refundsOf(stage, opened.chargeId) === 1)
      },
    },
    {
      says: 'approved by the automation’s author: refused',
      async play() {
        const opened = openCase(stage, 'Umbrella')
        const { status } = await decideOn(stage, eli.token, {
          panel: await proposed(opened.record),
          decision: 'approve',
        })
        expectStatus(status, 403)
        expectNoRefund(opened)
      },
    },
    {
      says: 'turned into a formal dispute: the refund is blocked, says why, and offers the evidence route',
      async play() {
        const opened = openCase(stage, 'Hooli')
        await proposed(opened.record)
        stage.stripe.escalateToDispute(opened.disputeId)
        await page.goto(`https://acme.zendesk.com/agent/tickets/${opened.ticketId}`)
        const sidebar = await sidebarIn(page)
        await sidebar
          .getByText(/is a formal dispute now/)
          .first()
          .waitFor()
        await sidebar.getByRole('link', { name: /evidence/i }).waitFor()
        await page.screenshot({ path: join(SHOTS, '8-blocked.png') })
        expectNoRefund(opened)
      },
    },
    {
      says: 'changed under the approver: refused',
      async play() {
        const opened = openCase(stage, 'Stark')
        const seen = await proposed(opened.record)
        stage.zendesk.agentUpdates(opened.ticketId, { status: 'open' })
        const before = seen.previews[0]?.preview.hash
        await panelOf(opened.record, 'another proposal', panel => panel.previews[0]?.preview.hash !== before)
        const { status, body } = await decideOn(stage, ana.token, { panel: seen, decision: 'approve' })
        expectStatus(status, 409)
        if (!String(body.type).endsWith('preview-changed')) throw new Error(`Told ${String(body.type)}`)
        expectNoRefund(opened)
      },
    },
    {
      says: 'Stripe’s answer is lost after it acted: unknown, then found by reading, refunded once',
      async play() {
        const opened = openCase(stage, 'Wayne')
        const panel = await proposed(opened.record)
        stage.stripe.faults.answerLost({ method: 'POST', path: '/v1/refunds' })
        await decideOn(stage, ana.token, { panel, decision: 'approve' })
        const unknown = (now: KnownPanel) => now.exceptions.some(({ kind }) => kind === 'outcome-unknown')
        await panelOf(opened.record, 'the outcome is unknown', unknown)
        await panelOf(opened.record, 'the run is done', now => now.runs[0]?.state === 'done')
        if (refundsOf(stage, opened.chargeId) !== 1) throw new Error('Not refunded exactly once')
      },
    },
    {
      says: 'Stripe is down: an exception with an owner, tried again, done when it is back',
      async play() {
        const opened = openCase(stage, 'Cyberdyne')
        const panel = await proposed(opened.record)
        await stage.stripe.refuse()
        await decideOn(stage, ana.token, { panel, decision: 'approve' })
        const owned = (now: KnownPanel) =>
          now.exceptions.some(({ kind, owner }) => kind === 'vendor-unavailable' && owner !== null)
        await panelOf(opened.record, 'an exception has an owner', owned)
        await stage.stripe.accept()
        await panelOf(opened.record, 'the run is done', now => now.runs[0]?.state === 'done')
        if (refundsOf(stage, opened.chargeId) !== 1) throw new Error('Not refunded exactly once')
      },
    },
    {
      says: 'the popup lists what runs out next: the formal dispute’s evidence',
      async play() {
        const popup = await page.context().newPage()
        await popup.setViewportSize({ width: 360, height: 480 })
        await popup.goto(`${stage.browser.base}popup.html`)
        await popup.getByText('Billed two times').first().waitFor()
        await popup.screenshot({ path: join(SHOTS, '9-popup.png') })
        await popup.close()
      },
    },
  ]
}

function expectStatus(status: number | undefined, expected: number): void {
  if (status !== expected) throw new Error(`The server answered ${status}, not ${expected}`)
}

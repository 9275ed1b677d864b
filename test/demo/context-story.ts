import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { makeCharge } from '../simulators/stripe/charge.ts'
import { makeCustomer } from '../simulators/stripe/customer.ts'
import { makeUser } from '../simulators/zendesk/people.ts'
import { sidebarIn } from '../support/chromium.ts'
import { type Case, openCase, refundsOf } from './cases.ts'
import { type Step, until } from './script.ts'
import type { Stage } from './stage.ts'
import { SHOTS } from './story.ts'

const SHARED = 'accounts@holding.example'
const UNCLEAR_TICKET = 36_900

/** Who the customer is, known from every system, or asked; and how old it may be. */
export function tellContext(stage: Stage, page: Page): Step[] {
  const shoot = (name: string) => page.screenshot({ path: join(SHOTS, `${name}.png`) })
  let sidebar: Frame
  let vandelay: Case | null = null
  const shows = (text: string | RegExp) => sidebar.getByText(text).filter({ visible: true }).first().waitFor()
  const button = (name: string | RegExp) => sidebar.getByRole('button', { name })
  const open = async (ticketId: number) => {
    await page.goto(`https://acme.zendesk.com/agent/tickets/${ticketId}`)
    sidebar = await sidebarIn(page)
  }

  return [
    {
      says: 'the customer as CRM, billing and support know them: each value with its source and age',
      async play() {
        await open(35_436)
        await shows(/Olga Owner/)
        await shows(/1 open|1 lost|1 closed|1 won/)
        const plan = sidebar.getByRole('button', { name: 'Scale' })
        await plan.scrollIntoViewIfNeeded()
        await plan.focus()
        await shows(/From Stripe|Stripe/)
        await shoot('10-context')
      },
    },
    {
      says: 'two accounts match one address: asked, and no money moves until somebody answers',
      async play() {
        twoCustomersWithOneAddress(stage)
        await open(UNCLEAR_TICKET)
        await shows(`2 accounts match ${SHARED}. Which one is it?`)
        await shows('No money moves until somebody has answered.')
        if (await button(/Approve refund/).count()) throw new Error('Money is offered before the answer')
        await shoot('11-two-accounts')
      },
    },
    {
      says: 'answered with a reason: ticket and inquiry are one matter, the refund is proposed',
      async play() {
        await sidebar.getByText('North Ltd').click()
        await sidebar.locator('select').first().selectOption('asked-the-customer')
        await button('It is North Ltd').click()
        await button('Approve refund $49.00').waitFor()
        await shoot('12-answered')
      },
    },
    {
      says: 'a value too old to act on holds the approval back, and the panel says which, how old, and what to do',
      async play() {
        await tighten(stage)
        vandelay = openCase(stage, 'Vandelay')
        await open(vandelay.ticketId)
        await button('Approve refund $49.00').waitFor()
        await sidebar.locator('select').first().selectOption('duplicate-charge')
        await shows(/Dispute status from Stripe is .* old; the limit is 8s/)
        await shoot('13-too-old')
      },
    },
    {
      says: 'sync now frees it: with the reason chosen before, the refund is approved and made',
      async play() {
        await button('Sync now').first().click()
        await sidebar.locator('.button-primary[aria-disabled=false]', { hasText: 'Approve refund' }).click()
        await until('Stripe made the refund', () => refundsOf(stage, vandelay?.chargeId ?? '') === 1)
        await relax(stage)
        await shoot('14-freed')
      },
    },
    {
      says: 'fifty records beside their live sources: the dashboard says how many values are right',
      async play() {
        const dashboard = await stage.browser.context.newPage()
        await dashboard.goto(`${stage.browser.base}dashboard.html`)
        await dashboard.getByRole('button', { name: 'Check 50 now' }).first().click()
        await dashboard
          .getByText(/of \d+ values right/)
          .first()
          .waitFor()
        await dashboard.getByRole('button', { name: 'Sign this check' }).waitFor()
        await dashboard.screenshot({ path: join(SHOTS, '15-dashboard.png'), fullPage: true })
        await dashboard.close()
      },
    },
    {
      says: 'a webhook replayed from the dashboard is worked on again and doubles nothing',
      async play() {
        const refunds = stage.stripe.state.refunds.size
        const dashboard = await stage.browser.context.newPage()
        await dashboard.goto(`${stage.browser.base}dashboard.html?page=signals`)
        const row = dashboard.locator('.signal', { hasText: 'charge.dispute.created' }).first()
        await row.getByText('Done', { exact: true }).waitFor()
        const disputeReads = () =>
          stage.stripe.requests.entries.filter(({ path }) => path.startsWith('/v1/disputes/')).length
        const before = disputeReads()
        await row.getByRole('button').click()
        await until('Stripe was asked again', () => disputeReads() > before)
        await dashboard.getByRole('button', { name: 'Refresh' }).click()
        await dashboard.locator('main[aria-busy=false]').waitFor()
        await row.getByText('Done', { exact: true }).waitFor()
        await dashboard.screenshot({ path: join(SHOTS, '16-signals.png') })
        await dashboard.close()
        if (stage.stripe.state.refunds.size !== refunds) throw new Error('Replaying moved money')
      },
    },
  ]
}

/** Two billing customers go by one address, and somebody writes from it; the bank asks about a charge of one. */
function twoCustomersWithOneAddress({ stripe, zendesk }: Stage): void {
  const created = Math.floor(Date.now() / 1000) - 7_200
  for (const name of ['North', 'South']) {
    const id = `cus_${name.toLowerCase()}`
    stripe.state.customers.set(id, makeCustomer({ id, name: `${name} Ltd`, email: SHARED, created }))
    for (const [index, part] of ['first', 'again'].entries()) {
      const charge = { id: `ch_${name}${part}`, customer: id, amount: 4900, email: SHARED }
      stripe.state.charges.set(charge.id, makeCharge({ ...charge, created: created + index * 60 }))
    }
  }
  zendesk.state.users.set(902_000, makeUser({ id: 902_000, name: 'Sam Both', email: SHARED }))
  const writing = { subject: 'Charged twice', body: 'Please refund one.', tags: ['billing'] }
  zendesk.customerWrites({ ticketId: UNCLEAR_TICKET, requesterId: 902_000, ...writing })
  stripe.openInquiry('ch_Northagain')
}

/** The policy for the demo's patience: the state of a dispute is too old after seconds instead of an hour. */
async function tighten({ command }: Stage): Promise<void> {
  const policy = JSON.parse(await command('policy', 'show', 'freshness', '--json'))
  kept.policy ??= policy
  const impatient = { warnAfter: '8s', errorAfter: '8s' }
  await setPolicy(command, withLimit(policy, impatient), 'The demo does not wait an hour')
}

async function relax({ command }: Stage): Promise<void> {
  await setPolicy(command, kept.policy, 'Back to what it was')
}

const kept: { policy: unknown } = { policy: null }

async function setPolicy(command: Stage['command'], policy: unknown, reason: string): Promise<void> {
  const path = join(SHOTS, 'freshness.json')
  writeFileSync(path, JSON.stringify(policy))
  await command(
    'policy',
    'set',
    'freshness',
    path,
    '--author',
    'rita.lang@acme-support.test',
    '--reason',
    reason,
  )
}

function withLimit(policy: { fields: Record<string, object> }, money: object): object {
  const fields = { ...policy.fields, 'dispute.status': { ...policy.fields['dispute.status'], money } }
  return { ...policy, fields }
}

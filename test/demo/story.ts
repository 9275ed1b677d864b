import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Frame, Page } from 'playwright-core'
import { sidebarIn } from '../support/chromium.ts'
import { customerWrites, DISPUTE, DUPLICATE_CHARGE, internalNotes, TICKET_ID } from '../support/world.ts'
import { refundsOf } from './cases.ts'
import { type Step, until } from './script.ts'
import type { Stage } from './stage.ts'

export const SHOTS = fileURLToPath(new URL('../../.output/demo/', import.meta.url))

/** The morning's story, as Ana lives it in her browser: from the customer's ticket to the refund and back. */
export function tellStory(stage: Stage, page: Page): Step[] {
  mkdirSync(SHOTS, { recursive: true })
  const shoot = (name: string) => page.screenshot({ path: join(SHOTS, `${name}.png`) })
  const ticket = () => stage.zendesk.state.ticket(TICKET_ID)
  let sidebar: Frame
  const shows = (text: string | RegExp) => sidebar.getByText(text).filter({ visible: true }).first().waitFor()
  const button = (name: string | RegExp) => sidebar.getByRole('button', { name })

  return [
    {
      says: 'Dana of Acme Corp writes: charged twice. Ana opens the ticket, the sidebar knows the customer',
      async play() {
        customerWrites(stage.zendesk)
        await page.goto(`https://acme.zendesk.com/agent/tickets/${TICKET_ID}`)
        sidebar = await sidebarIn(page)
        await shows('Acme Corp')
        await shows('$4,200.00/mo')
        await shows('Ana Ruiz')
        await shoot('1-ticket')
      },
    },
    {
      says: 'Stripe reports an inquiry on that charge: one item, the evidence clock runs, a refund is proposed',
      async play() {
        stage.stripe.openInquiry(DUPLICATE_CHARGE, { id: DISPUTE })
        await button('Approve refund $49.00').waitFor()
        await shows('Evidence due')
        await shows('Cannot be undone')
        await shoot('2-proposal')
      },
    },
    {
      says: 'nothing has moved yet',
      async play() {
        if (refundsOf(stage, DUPLICATE_CHARGE) !== 0) throw new Error('A refund was made without an approval')
      },
    },
    {
      says: 'the amount is worked out, the exact request and every check can be read',
      async play() {
        await sidebar.getByText('How the amount is worked out').click()
        await sidebar.getByText('Exact request').first().click()
        await sidebar.getByText(/checks passed/).click()
        await shows(DUPLICATE_CHARGE)
        await shows(/Duplicate charge found, 2 minutes apart/)
        await shoot('4-reasons')
      },
    },
    {
      says: 'Ana gives a reason and approves; the refund is made once, the panel follows live',
      async play() {
        await sidebar.locator('select').first().selectOption('duplicate-charge')
        await button('Approve refund $49.00').click()
        await until('Stripe made the refund', () => refundsOf(stage, DUPLICATE_CHARGE) === 1)
        await until('the ticket waits for the customer', () => ticket().status === 'pending')
        await until('the note is on the ticket', () => internalNotes(stage).length === 1)
        await button(/Undo: Update ticket/).waitFor()
      },
    },
    {
      says: 'the note in the ticket names automation, version and approver',
      async play() {
        const [note = ''] = internalNotes(stage)
        for (const words of ['billing-inquiry-refund v2', 'Approved by Ana Ruiz', 'not typed by a person']) {
          if (!note.includes(words)) throw new Error(`The note does not say "${words}": ${note}`)
        }
        await page.getByText('Approved by Ana Ruiz').first().waitFor()
        await shoot('5-done')
      },
    },
    {
      says: 'the refund is not offered an undo and says why; the ticket change is, and is taken back',
      async play() {
        await shows(/A card refund cannot be taken back/)
        await button(/Undo: Update ticket/).click()
        await sidebar.locator('select').last().selectOption('wrong-change')
        await button('Take it back').click()
        await until(
          'the ticket is as it was',
          () => ticket().status === 'open' && !ticket().tags.includes('refund_approved'),
        )
        await until('a second note says so', () => internalNotes(stage).length === 2)
        await shoot('6-taken-back')
      },
    },
    {
      says: 'the same panel in the dark',
      async play() {
        await page.emulateMedia({ colorScheme: 'dark' })
        await page.evaluate("zendeskSim.setTheme('dark')")
        await shoot('7-dark')
        await page.emulateMedia({ colorScheme: 'light' })
        await page.evaluate("zendeskSim.setTheme('light')")
      },
    },
  ]
}

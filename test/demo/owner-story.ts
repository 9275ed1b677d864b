import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { ACME } from '../simulators/acme-ids.ts'
import { sidebarIn } from '../support/chromium.ts'
import { BERLIN } from '../support/policies.ts'
import { type Step, until } from './script.ts'
import type { Stage } from './stage.ts'
import { SHOTS } from './story.ts'

const [TICKET, LATE_TICKET] = [36_950, 36_951]
const AUTHOR = 'rita.lang@acme-support.test'

/** Who owns a ticket and how long there is, by policies from files. */
export function tellOwners(stage: Stage, page: Page): Step[] {
  const { zendesk } = stage
  const shoot = (name: string) => page.screenshot({ path: join(SHOTS, `${name}.png`) })
  let sidebar: Frame
  const shows = (text: string | RegExp) => sidebar.getByText(text).filter({ visible: true }).first().waitFor()
  const arrives = async (ticketId: number) => {
    const writing = { subject: 'Where is my invoice?', body: 'I cannot find it.', tags: ['billing'] }
    zendesk.customerWrites({ ticketId, requesterId: ACME.requester, ...writing })
    await page.goto(`https://acme.zendesk.com/agent/tickets/${ticketId}`)
    sidebar = await sidebarIn(page)
  }
  return [
    {
      says: 'policies from files: a ticket says who owns it, why, and how its time is counted',
      async play() {
        Object.assign(zendesk.state.users.get(ACME.agents.ana) ?? {}, { email: 'ana.ruiz@acme-support.test' })
        await setPolicy(stage, 'calendars', { calendars: [BERLIN] })
        await setPolicy(stage, 'routing', ROUTING)
        await setPolicy(stage, 'sla', slaOf('4h'))
        await arrives(TICKET)
        await shows('First response')
        await shows('Resolution')
        await sidebar.locator('.owner summary').click()
        await shows(/Tags include/)
        await sidebar.locator('.clock summary').nth(1).click()
        await shows(/Business hours of office-berlin/)
        await shoot('17-owner-and-clocks')
      },
    },
    {
      says: 'one press assigns it in Zendesk, group and person; a public answer stops the clock',
      async play() {
        await sidebar.getByRole('button', { name: 'Assign to Ana Ruiz, Billing' }).click()
        await until(
          'Zendesk has it with Ana',
          () => zendesk.state.ticket(TICKET).assignee_id === ACME.agents.ana,
        )
        zendesk.agentUpdates(TICKET, { comment: { body: 'Here it is.', public: true } }, ACME.agents.ana)
        await shows('Met')
        await shoot('18-assigned')
      },
    },
    {
      says: 'a window nobody kept goes up by itself, once, and the panel says so',
      async play() {
        await setPolicy(stage, 'sla', slaOf('4s'))
        await arrives(LATE_TICKET)
        await sidebar.locator('.owner-name', { hasText: 'Rita Lang' }).waitFor()
        await shows('Missed')
        await sidebar.locator('.owner summary').click()
        await shows(/The time for the first response was not kept, so it went up to Rita Lang/)
        await shoot('19-bumped')
        await setPolicy(stage, 'sla', slaOf('4h'))
      },
    },
  ]
}

const ROUTING = {
  teams: [{ name: 'billing', role: 'billing-resolver', groups: { zendesk: 'Billing' } }],
  rules: [
    {
      name: 'billing',
      title: 'Billing',
      owner: AUTHOR,
      when: { all: [{ field: 'ticket.tags', operator: 'includes', value: ['billing'] }] },
      assign: { role: 'billing-resolver', team: 'billing' },
      fallback: 'rev-ops-lead',
    },
    {
      name: 'everything-else',
      title: 'Everything else',
      owner: AUTHOR,
      when: {},
      assign: { role: 'billing-resolver' },
      fallback: 'rev-ops-lead',
    },
  ],
  tests: [{ name: 'Billing goes to billing', facts: { 'ticket.tags': ['billing'] }, rule: 'billing' }],
}

function slaOf(firstResponse: string) {
  return {
    rules: [
      {
        name: 'everybody',
        title: 'Everybody',
        owner: AUTHOR,
        when: {},
        calendar: BERLIN.name,
        targets: {
          'first-response': { unit: 'calendar', within: { default: firstResponse } },
          resolution: { unit: 'business', within: { default: '16h' }, pausedIn: ['pending'] },
        },
        bumps: [{ to: 'rev-ops-lead' }],
      },
    ],
  }
}

async function setPolicy({ command }: Stage, kind: string, policy: object): Promise<void> {
  const path = join(SHOTS, `${kind}.json`)
  writeFileSync(path, JSON.stringify(policy))
  await command('policy', 'set', kind, path, '--author', AUTHOR, '--reason', 'for the demo')
}

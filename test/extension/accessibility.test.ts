import axeCore from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alertFor, clockFor } from './alert-fixtures.ts'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from './browser.ts'
import { CONFLICTS } from './conflict-fixtures.ts'
import { answer, pastValidations, question, sources, validation } from './context-fixtures.ts'
import { createPolicyControl } from './contract-policies.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'
import { policyView, ROUTING, SLA } from './policy-fixtures.ts'
import { blocked, HOUR, preview, run } from './preview-fixtures.ts'
import { signalsOfEachState } from './signal-fixtures.ts'

/** A team with somebody who has no address, and a step that is taken twice. */
const MISTAKEN = { ...ROUTING, teams: [{ ...ROUTING.teams[0], members: ['carl'] }] }
const TWICE = [{ to: 'support-manager' }, { to: 'support-manager' }]
const MISTIMED = { rules: SLA.rules.map(rule => ({ ...rule, bumps: TWICE })) }

const BEN = { id: 'mem_2', name: 'Ben Okafor' }

const tooOld = (now: number) =>
  preview(now).used.map(used => ({ ...used, readAt: now - 2 * HOUR, errorAfterMs: HOUR }))

const openAll = (surface: Page | Frame) =>
  surface.locator('details').evaluateAll(all => {
    for (const one of all) one.setAttribute('open', '')
  })

async function violations(surface: Page | Frame): Promise<string[]> {
  await surface.evaluate(axeCore.source)
  return surface.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe')
    const found = await axe.run()
    return found.violations.map(
      (violation: { id: string; nodes: { html: string }[] }) =>
        `${violation.id}: ${violation.nodes[0]?.html}`,
    )
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  describe(`accessibility, ${colorScheme}`, { timeout: 30_000 }, () => {
    let server: ContractServer
    let extension: LaunchedExtension

    beforeAll(async () => {
      server = await startContractServer()
      const now = Date.now()
      server.panels.set('35436', panelFor('35436', now, { runs: [run(now)] }))
      server.panels.set('35437', panelFor('35437', now, { previews: [blocked(now)] }))
      server.panels.set(
        '35438',
        panelFor('35438', now, {
          identityQuestions: [question('qst_1')],
          identityAnswers: [answer('ans_1', now), answer('ans_2', now, { undone: { person: BEN, at: now } })],
          previews: [
            { preview: preview(now, { state: 'pending', used: tooOld(now) }), may: { kind: 'allowed' } },
          ],
        }),
      )
      const alerts = panelFor('1', now).clocks.map(clock => alertFor(clock, now, { owner: null }))
      server.control.alerts = [
        ...alerts,
        alertFor(clockFor('clk_put_off', now), now, { snoozedUntil: now + HOUR }),
        alertFor(clockFor('clk_seen', now), now, { acknowledged: { by: 'Ana Ruiz', at: now } }),
      ]
      extension = await launchExtension({ colorScheme, locale: 'de-DE' })
      await pair(extension, server.origin)
    }, 90_000)

    afterAll(async () => {
      await extension.close()
      await server.stop()
    })

    it('finds nothing to complain of in the sidebar', async () => {
      const page = await openTicket(extension.context, '35436', { dark: colorScheme === 'dark' })
      const sidebar = await sidebarOf(page)
      await sidebar.locator('.decide').waitFor()
      await openAll(sidebar)
      expect(await violations(sidebar)).toEqual([])
      await page.evaluate("shell.go('35437')")
      await sidebar.locator('.card-blocked').waitFor()
      expect(await violations(sidebar)).toEqual([])
      server.control.down = true
      await sidebar.locator('.panel-bar button').first().click()
      await sidebar.locator('.notice').waitFor()
      expect(await violations(sidebar)).toEqual([])
      server.control.down = false
      await page.close()
    })

    it('finds nothing in a question, its answers, old values and a note on a value', async () => {
      const page = await openTicket(extension.context, '35438', { dark: colorScheme === 'dark' })
      const sidebar = await sidebarOf(page)
      await sidebar.locator('.card-question').waitFor()
      await sidebar.getByRole('radio').first().check()
      await sidebar.locator('.card-question select').selectOption('other')
      await sidebar.getByRole('button', { name: 'Wieder trennen' }).click()
      await openAll(sidebar)
      await sidebar.locator('.fields .sourced button').nth(2).dispatchEvent('click')
      expect(await violations(sidebar)).toEqual([])
      await page.close()
    })

    it('finds nothing in the dashboard, empty, at work and full', async () => {
      const page = await extension.openPage('dashboard.html')
      await page.locator('.nothing').first().waitFor()
      expect(await violations(page)).toEqual([])
      const now = Date.now()
      server.control.sources = sources(now)
      server.control.validations = [
        validation('val_2', now, { finishedAt: null, done: 12 }),
        validation('val_1', now - HOUR),
        ...pastValidations(now).toReversed(),
      ]
      await page.locator('.page-head button').click()
      await page.locator('.running').waitFor()
      await page.locator('.count').first().click()
      await page.getByRole('button', { name: 'Diese Prüfung unterschreiben' }).click()
      await openAll(page)
      expect(await violations(page)).toEqual([])
      await page.close()
    })

    it('finds nothing in the page of signals, of every state, opened', async () => {
      server.control.signals = signalsOfEachState()
      server.control.bodies = new Map([['sig_done', '{"id":"evt_1"}']])
      const page = await extension.openPage('dashboard.html?page=signals')
      await page.locator('.signal').first().waitFor()
      await openAll(page)
      await page.locator('.signal-body').waitFor()
      expect(await violations(page)).toEqual([])
      await page.close()
    })

    it('finds nothing in the page of policies, opened, with mistakes, with a trial', async () => {
      Object.assign(server.control, createPolicyControl(), { roles: ['admin'], conflicts: CONFLICTS })
      server.control.policies.routing = policyView(MISTAKEN, 3)
      server.control.policies.sla = policyView(MISTIMED)
      for (const kind of ['routing', 'sla', 'calendars']) {
        const page = await extension.openPage(`dashboard.html?page=policies&kind=${kind}`)
        await page.locator('#policy-head').waitFor()
        if (kind !== 'calendars') {
          await page.locator('.rule-acts [data-act=edit] button').first().click()
          await page.locator('.condition-list > button').first().click()
          await page.getByRole('button', { name: 'Erproben' }).click()
          await page.locator('.diff').waitFor()
          await page.locator('.natives').waitFor()
          if (kind === 'routing') await page.getByRole('button', { name: 'emea bearbeiten' }).click()
          await page.locator('.rule-form .refusal').first().waitFor()
        }
        await openAll(page)
        expect(await violations(page)).toEqual([])
        await page.close()
      }
    })

    it('finds nothing in popup and settings', async () => {
      const now = Date.now()
      server.control.presence = 'away'
      server.control.leaves = [{ id: 'lve_1', startsAt: now + HOUR, endsAt: now + 2 * HOUR, reason: 'ill' }]
      const popup = await extension.openPage('popup.html')
      await popup.getByRole('switch').waitFor()
      await popup.locator('.alert').first().waitFor()
      await openAll(popup)
      await popup.locator('.alert a').first().focus()
      await popup.keyboard.press('s')
      await popup.locator('.snooze').waitFor()
      expect(await violations(popup)).toEqual([])
      const options = await extension.openPage('options.html')
      await options.locator('.leave-form').waitFor()
      await options.locator('.sessions li').first().waitFor()
      expect(await violations(options)).toEqual([])
    })
  })
}

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { SHELL_HEADERS, zendeskShell } from '../hosts/zendesk-shell.ts'
import { sidebarIn } from '../support/chromium.ts'

const CANDIDATES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome']
interface Launch {
  /** A folder to start from and to leave behind; a fresh one for this launch where left out. */
  profile?: string
  locale?: string
  colorScheme?: 'light' | 'dark'
}

/** Chromium with the built extension and a Zendesk that is a shell of itself. */
export async function launchExtension({ profile, locale = 'en-US', colorScheme = 'light' }: Launch = {}) {
  const scratch = profile ?? (await mkdtemp(join(tmpdir(), 'meshline-browser-')))
  const extension = inject('extensionPath')
  const executablePath = CANDIDATES.find(path => path && existsSync(path))
  if (!executablePath) throw new Error('No Chromium found; set CHROMIUM_PATH')
  const context = await chromium.launchPersistentContext(join(scratch, 'profile'), {
    executablePath,
    headless: true,
    locale,
    colorScheme,
    viewport: { width: 1280, height: 900 },
    args: [
      '--no-sandbox',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      `--lang=${locale}`,
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
  // Below the tests' own limit, so that what was waited for is named.
  context.setDefaultTimeout(20_000)
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  const base = new URL('/', worker.url()).href
  return {
    context,
    worker,
    base,
    extension,
    openPage: async (path: string) => {
      const page = await context.newPage()
      await page.goto(base + path)
      return page
    },
    close: async () => {
      await context.close()
      if (!profile) await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export type LaunchedExtension = Awaited<ReturnType<typeof launchExtension>>

/** Pairs through the options page, as people do. */
export async function pair(extension: LaunchedExtension, origin: string): Promise<void> {
  const page = await extension.openPage('options.html')
  await page.locator('#address').fill(origin)
  await page.locator('#code').fill('GOOD-CODE')
  await page.locator('button[type=submit]').click()
  await page.locator('.member').waitFor()
  await page.close()
}

type ShellOptions = Partial<Parameters<typeof zendeskShell>[0]>

/** Opens a ticket among others that are mounted with it. */
export async function openTicket(
  context: BrowserContext,
  id: string,
  shell: ShellOptions = {},
): Promise<Page> {
  const page = await context.newPage()
  const tickets = shell.tickets ?? ['35436', '35437', '35438']
  await page.route('https://acme.zendesk.com/**', route =>
    route.fulfill({ headers: SHELL_HEADERS, body: zendeskShell({ ...shell, tickets }) }),
  )
  await page.goto(`https://acme.zendesk.com/agent/tickets/${id}`)
  return page
}

export const sidebarOf = sidebarIn

export type Sidebar = Awaited<ReturnType<typeof sidebarOf>>

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Frame, type Page } from 'playwright-core'

export interface BrowserOptions {
  /** Folder of the built extension; null for a plain browser. */
  readonly extension: string | null
  /** Port on which the Zendesk simulator serves its pages over HTTPS. */
  readonly pagesPort: number
  readonly headless?: boolean
  readonly locale?: string
  readonly colorScheme?: 'light' | 'dark'
  readonly viewport?: { width: number; height: number }
}

export interface ExtensionBrowser {
  readonly context: BrowserContext
  /** `chrome-extension://<id>/`; empty without an extension. */
  readonly base: string
  readonly close: () => Promise<void>
}

const VIEWPORT = { width: 1440, height: 900 }

/** Chromium with the extension, to whom `*.zendesk.com` is the simulator: real host names, real content scripts. */
export async function launchBrowser(options: BrowserOptions): Promise<ExtensionBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'meshline-profile-'))
  const { extension, pagesPort, locale = 'en-US' } = options
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: options.headless ?? true,
    ignoreHTTPSErrors: true,
    locale,
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? VIEWPORT,
    args: [
      '--no-sandbox',
      `--lang=${locale}`,
      ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
      `--host-resolver-rules=MAP *.zendesk.com 127.0.0.1:${pagesPort}`,
      '--ignore-certificate-errors',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  })
  const worker = extension && (context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker')))
  return {
    context,
    base: worker ? new URL('/', worker.url()).href : '',
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function chromiumPath(): string {
  const known = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  const found = known.find(path => path !== undefined && existsSync(path))
  if (!found) throw new Error('No Chromium found; set CHROMIUM_PATH to one')
  return found
}

/** Pairs the browser with a server through the options page, as people do. */
export async function pairBrowser(
  { context, base }: ExtensionBrowser,
  server: string,
  code: string,
): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${base}options.html`)
  await page.locator('#address').fill(server)
  await page.locator('#code').fill(code)
  await page.locator('button[type=submit]').click()
  await page.locator('.member').waitFor()
  await page.close()
}

/** The sidebar in a host page. Its frame hangs in a closed shadow root, which selectors cannot pierce. */
export async function sidebarIn(page: Page): Promise<Frame> {
  const isSidebar = (frame: Frame) => frame.url().includes('zendesk-sidebar.html')
  const there = page.frames().find(isSidebar)
  if (there) return there
  return new Promise(resolve => {
    const look = (frame: Frame) => {
      if (!isSidebar(frame)) return
      page.off('framenavigated', look)
      resolve(frame)
    }
    page.on('framenavigated', look)
  })
}

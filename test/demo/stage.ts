import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ExtensionBrowser, launchBrowser, pairBrowser } from '../support/chromium.ts'
import { type House, openHouse } from './house.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Everything the demo runs: vendors, server, and a browser with the extension, signed in as Ana. */
export interface Stage extends House {
  readonly browser: ExtensionBrowser
}

export interface StageOptions {
  readonly headless: boolean
  /** 0 takes a free port. */
  readonly port: number
}

/** Builds the extension, opens the house, and pairs a browser through the options page. */
export async function setStage({ headless, port }: StageOptions): Promise<Stage> {
  execFileSync(join(root, 'node_modules/.bin/wxt'), ['build'], { cwd: root, stdio: 'pipe' })
  const house = await openHouse({ port })
  const extension = join(root, '.output/chrome-mv3')
  const browser = await launchBrowser({ extension, pagesPort: house.zendesk.pagesPort, headless })
  const { code } = await house.invite('Ana Ruiz', [])
  await pairBrowser(browser, house.url, code)
  return {
    ...house,
    browser,
    async close() {
      await browser.close()
      await house.close()
    },
  }
}

import type { LaunchedExtension } from './browser.ts'

/** What one test typed or tried is not what the next one finds; its pages are closed too. */
export async function dropPolicyDrafts(extension: LaunchedExtension): Promise<void> {
  for (const open of extension.context.pages().slice(1)) await open.close()
  // Not the dashboard, which would keep again what it finds.
  const page = await extension.openPage('options.html')
  await page.evaluate(async () => {
    const kinds = ['routing', 'sla', 'calendars']
    const subjects = kinds.flatMap(kind => [`policy:${kind}`, `policy-text:${kind}`, `backtest:${kind}`])
    const { runtime } = Reflect.get(globalThis, 'chrome')
    for (const subject of subjects) await runtime.sendMessage({ kind: 'drop-draft', subject })
  })
  await page.close()
}

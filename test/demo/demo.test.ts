import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const demo = fileURLToPath(new URL('./main.ts', import.meta.url))

test('the demo plays to its end: the whole story in a real browser, on real parts', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [demo, '--once'], { timeout: 150_000 })
  expect(stdout).toMatch(/^26 passed, 0 failed$/m)
}, 180_000)

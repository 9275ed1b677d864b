import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('a failing test fails the run, and the last line says so', async () => {
  const env = { ...process.env, MESHLINE_TEST_INCLUDE: 'test/setup/failing.fixture.ts' }
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
  const run = promisify(execFile)(process.execPath, args, { cwd: root, env, timeout: 60_000 })
  await expect(run).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^0 passed, 1 failed, 0 skipped$/m),
  })
}, 70_000)

import preact from '@preact/preset-vite'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [preact()],
  test: {
    // One test runs the runner itself, on a file that fails.
    include: [process.env.MESHLINE_TEST_INCLUDE ?? 'test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/setup/global.ts'],
    // Two cores: browsers and databases share them, so more workers only make everything late.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A fact that comes is seen at once; one second is not long on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', new URL('./setup/summary-reporter.ts', import.meta.url).pathname],
  },
})

import { defineConfig } from 'vitest/config'

/** The architecture test alone: no browser, no database, so that `npm run check` stays a matter of seconds. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: { include: ['test/architecture.test.ts'] },
})

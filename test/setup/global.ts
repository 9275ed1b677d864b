import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../support/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    extensionPath: string
  }
}

/** Before all tests: builds the extension as it ships, and starts a real PostgreSQL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = project.config.root
  // A run within a run finds the extension built, and must not build it under the tests around it.
  if (!process.env.MESHLINE_TEST_INCLUDE) {
    execFileSync(join(root, 'node_modules/.bin/wxt'), ['build'], { cwd: root, stdio: 'pipe' })
  }
  const extensionPath = join(root, '.output/chrome-mv3')
  if (!existsSync(join(extensionPath, 'manifest.json'))) throw new Error('The extension was not built')
  const postgres = await startPostgres()
  project.provide('postgresUrl', postgres.url)
  project.provide('extensionPath', extensionPath)
  return () => postgres.stop()
}

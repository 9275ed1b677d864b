import type { Reporter, TestModule } from 'vitest/node'

/** Ends the output with one plain line that any tool can read: `N passed, N failed, N skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const count = (state: string) => tests.filter(test => test.result().state === state).length
    const brokenFiles = modules.filter(module => module.errors().length > 0).length
    const failed = count('failed') + brokenFiles + errors.length
    // After the default reporter's own closing lines.
    process.on('exit', () =>
      console.log(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`),
    )
  }
}

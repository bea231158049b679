import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/** Ends with the line that `npm test` adds up. */
// oxlint-disable-next-line import/no-default-export -- Playwright takes a reporter as the default export of its file
export default class CountReporter implements Reporter {
  private readonly outcomes = new Map<string, boolean>()

  onTestEnd(test: TestCase, result: TestResult): void {
    this.outcomes.set(test.id, result.status === test.expectedStatus)
  }

  onEnd(result: FullResult): void {
    const all = [...this.outcomes.values()]
    const failed = all.filter((ok) => !ok).length
    // A page that cannot be built fails without a single test.
    console.log(`${all.length - failed} passed, ${failed || (result.status === 'passed' ? 0 : 1)} failed`)
  }
}

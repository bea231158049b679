/** Collects the outcome of single checks, prints the failures, and ends with the line that `check.mjs` adds up. */
export function createReport() {
  let passed = 0
  const failures = []
  return {
    pass() {
      passed += 1
    },
    fail(message) {
      failures.push(message)
    },
    /** Counts one check: passes when `problems` is empty, fails with all of them otherwise. */
    expectNone(title, problems) {
      if (problems.length === 0) passed += 1
      else failures.push(`${title}\n${problems.map((problem) => `    ${problem}`).join('\n')}`)
    },
    finish() {
      for (const failure of failures) console.log(`FAIL ${failure}`)
      console.log(`${passed} passed, ${failures.length} failed`)
      if (failures.length > 0) process.exitCode = 1
    },
  }
}

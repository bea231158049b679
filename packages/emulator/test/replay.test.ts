import { describe, expect, test } from 'vitest'
import { compare } from './replay/compare.js'
import { type Fixture, readFixtures } from './replay/fixture.js'
import { knownDifferences } from './replay/known-differences.js'
import { runFixture } from './replay/run-fixture.js'

/** Most exchanges wait for a clock, so many can run at once. */
const atOnce = 24

describe('replay of the recorded exchanges', () => {
  test('answers every one of them as the real server did, but for those that are listed with a reason', async () => {
    const fixtures = readFixtures()
    const differing = new Map<string, string[]>()
    // Those that wait for a clock come first, so that the others run meanwhile.
    const queue = [...fixtures].sort((left, right) => countWaits(right) - countWaits(left))
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const faults = compare(next, await runFixture(next))
        if (faults.length > 0) differing.set(next.name, faults)
      }
    }
    // The first exchanges pay for what is compiled on demand, and would be late.
    for (const fixture of queue.slice(-3)) await runFixture(fixture)
    await Promise.all(Array.from({ length: atOnce }, work))
    const agreeing = fixtures.length - differing.size
    const lines = [...differing].map(([name, faults]) => {
      return `  ${name}: ${knownDifferences[name] ?? faults.join('; ')}`
    })
    const share = ((100 * agreeing) / fixtures.length).toFixed(1)
    console.log(`replay: ${agreeing} of ${fixtures.length} exchanges agree (${share} %)\n${lines.sort().join('\n')}`)
    const surprising = [...differing].filter(([name]) => !(name in knownDifferences))
    expect(Object.fromEntries(surprising)).toEqual({})
    expect(Object.keys(knownDifferences).filter((name) => !differing.has(name))).toEqual([])
  }, 300_000)
})

/** Milliseconds that an exchange waits for, as far as its fixture says. */
function countWaits({ before = [], request, response }: Fixture): number {
  const patience = Number(/(?:after|within)_([\d.]+)s/.exec(response.ended)?.[1] ?? 0)
  const steps = before.map((step) => ('waitMilliseconds' in step ? step.waitMilliseconds : 0))
  const isPaced = /\[\[(?:delay|prefill):/.test(JSON.stringify([before, request.body]))
  return 1000 * patience + steps.reduce((sum, wait) => sum + wait, 0) + (isPaced ? 1000 : 0)
}

import { TabbyRequestError } from '@tabby/core'
import { longestTimer } from '@tabby/kit/lifetime/longest-timer'

/** What an option must be. */
interface Rule {
  readonly isValid: (value: unknown) => boolean
  readonly expected: string
}

type RuleName = 'count' | 'size' | 'milliseconds' | 'age' | 'function'

const wholeFrom = (least: number): Rule => ({
  isValid: (value) => value === Infinity || (Number.isInteger(value) && (value as number) >= least),
  expected: `a whole number, ${least} or greater`,
})

const rules = /* @__PURE__ */ ((): Readonly<Record<RuleName, Rule>> => ({
  count: wholeFrom(1),
  size: wholeFrom(0),
  milliseconds: {
    isValid: (value) => typeof value === 'number' && value >= 0 && value <= longestTimer,
    expected: `a number of milliseconds from 0 to ${longestTimer}`,
  },
  age: {
    isValid: (value) => typeof value === 'number' && value > 0,
    expected: 'a number of milliseconds, greater than 0',
  },
  function: { isValid: (value) => typeof value === 'function', expected: 'a function' },
}))()

/**
 * Refuses an option that would be misread: `concurrency: 0` as a queue that nothing leaves. Does not show the value.
 *
 * @throws TabbyRequestError with the name of the option.
 */
export function checkOption(maker: string, name: string, value: unknown, rule: RuleName): void {
  if (value === undefined) return
  const { isValid, expected }: Rule = rules[rule]
  if (!isValid(value)) throw new TabbyRequestError(`${maker}: ${name} must be ${expected}`)
}

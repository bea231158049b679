import { expect, test } from 'vitest'
import { builtInTools } from './built-in-tools.js'
import { calculate } from './calculate.js'

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ^ 3 ^ 2', 512],
  ['-2 ^ 2', -4],
  ['2 * -3', -6],
  ['10 % 4 - .5', 1.5],
  ['sqrt(16) + ABS(-1)', 5],
  ['1e3 / 4', 250],
  ['cos(pi)', -1],
])('%s is %d', (expression, value) => {
  expect(calculate(expression)).toBeCloseTo(value)
})

test.each(['', '1 +', '(1', '1 2', 'alert(1)', 'constructor', '__proto__(1)', 'sqrt 4', '1;2', `${'('.repeat(5000)}1`])(
  'what is no arithmetic is refused and never run: %s',
  (expression) => {
    expect(() => calculate(expression)).toThrow(/expected|parenthesis|nested/)
  },
)

const run = async (name: string, argument: object) => {
  const { tool } = builtInTools.find((each) => each.tool.function.name === name)!
  const call = { function: { name, arguments: JSON.stringify(argument) } }
  const checked = await tool.check(call.function.arguments)
  if ('problem' in checked) return checked
  return { value: await tool.run(checked.args, { signal: new AbortController().signal, call }) }
}

test('the tools answer, and what a model gets wrong is told to it instead of ending the answer', async () => {
  expect(await run('calculator', { expression: '6 * 7' })).toEqual({ value: { result: 42 } })
  expect(await run('calculator', { expression: 'six' })).toEqual({ value: { error: '"six" is not expected here' } })
  expect(await run('current_time', { time_zone: 'Nowhere/At_All' })).toEqual({
    value: { error: 'There is no such time zone' },
  })
  expect(JSON.stringify(await run('current_time', { time_zone: 'UTC' }))).toContain('UTC')
  expect(await run('roll_dice', { count: 1, sides: 1 })).toHaveProperty('problem')
  expect(await run('roll_dice', { count: 3, sides: 6 })).toEqual({
    value: expect.toSatisfy((rolls) => rolls.length === 3),
  })
})

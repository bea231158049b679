import { describe, expect, test } from 'vitest'
import { readToolCalls, writeToolCall } from './tool-calls.js'

const read = (markup: string) => readToolCalls(markup).map((call) => `${call.name} ${call.arguments}`)

describe('tool calls', () => {
  test('come back from the markup as they went in', () => {
    const text = { city: '42', zip: ' 1 ', note: 'a\n\nb', quoted: '"q"', empty: '', word: 'null' }
    const given = { ...text, days: 42, exact: true, ratio: 0.5, tags: ['a', 1], place: { lat: 1.5 } }
    const [call] = readToolCalls(writeToolCall('get_weather', given))
    expect(call?.name).toBe('get_weather')
    expect(JSON.parse(call?.arguments ?? '')).toEqual(given)
  })

  test('are written as Python writes JSON', () => {
    expect(read(writeToolCall('get_weather', { city: 'lorem', days: 42 }))).toEqual([
      'get_weather {"city": "lorem", "days": 42}',
    ])
  })

  test('have values as JSON, whatever the tool expects, without the blanks around them', () => {
    expect(read('<function=f><parameter=zip>  42\n</parameter><parameter=b> x y </parameter></function>')).toEqual([
      'f {"zip": 42, "b": "x y"}',
    ])
  })

  test.each([
    [
      'what stands in whole blocks alone',
      '<tool_call><function=f></function></tool_call><tool_call><function=g></function>',
      ['f {}'],
    ],
    ['nothing beside whole blocks', '<tool_call></tool_call><function=g></function>', []],
    ['everything without a whole block', '<tool_call><function=f></function><function=g></function>', ['f {}', 'g {}']],
    ['no call over the end of its block', '<tool_call><function=f></tool_call><tool_call></function></tool_call>', []],
    ['names up to a blank', '<function=get\nweather><parameter=a b>1</parameter></function>', ['get {"a": 1}']],
  ])('are %s', (_title, markup, calls) => {
    expect(read(markup)).toEqual(calls)
  })

  test('are dropped when they cannot be read', () => {
    expect(read('<tool_call>\n<function=broken\ngarbage</tool_call>')).toEqual([])
    expect(read('<tool_call>\n<function=get_weather>\n<parameter=city>\nx')).toEqual([])
  })
})

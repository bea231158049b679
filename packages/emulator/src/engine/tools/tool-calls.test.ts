import { describe, expect, test } from 'vitest'
import { readToolCalls, writeToolCall } from './tool-calls.js'

const parameters = {
  type: 'object',
  properties: {
    city: { type: 'string' },
    days: { type: 'integer' },
    exact: { type: 'boolean' },
    ratio: { type: 'number' },
    tags: { type: 'array' },
    place: { type: 'object' },
  },
}
const tools = [{ name: 'get_weather', description: '', parameters }]

describe('tool calls', () => {
  test('come back from the markup as they went in, with the types of the schema', () => {
    const given = { city: '42', days: 42, exact: true, ratio: 0.5, tags: ['a', 1], place: { lat: 1.5 } }
    const [call] = readToolCalls(writeToolCall('get_weather', given), tools)
    expect(call?.name).toBe('get_weather')
    expect(JSON.parse(call?.arguments ?? '')).toEqual(given)
  })

  test('keep line breaks within a text', () => {
    const [call] = readToolCalls(writeToolCall('get_weather', { city: 'a\n\nb' }), tools)
    expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: 'a\n\nb' })
  })

  test('are written as Python writes JSON', () => {
    const [call] = readToolCalls(writeToolCall('get_weather', { city: 'lorem', days: 42 }), tools)
    expect(call?.arguments).toBe('{"city": "lorem", "days": 42}')
  })

  test('are dropped when they cannot be read', () => {
    expect(readToolCalls('<tool_call>\n<function=broken\ngarbage</tool_call>', tools)).toEqual([])
    expect(readToolCalls('<tool_call>\n<function=get_weather>\n<parameter=city>\nx', tools)).toEqual([])
  })
})

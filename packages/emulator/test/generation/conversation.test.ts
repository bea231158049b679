import { describe, expect, test } from 'vitest'
import { createDemoWorld } from '../../src/index.js'
import { chatPath, completionPath, ask, contentOf, serve } from './serve.js'

const tool = (name: string, properties: object) => ({
  type: 'function',
  function: { name, description: name, parameters: { type: 'object', properties, required: Object.keys(properties) } },
})

describe('an answer to a message without directives', () => {
  test('is readable, and the same for the same message', async () => {
    const { json } = await serve()
    const read = async (content: string): Promise<string> =>
      (await json(chatPath, ask(content))).body.choices[0].message.content
    expect(await read('Hello!')).toBe('Hello! How can I help you today?')
    expect(await read('What is 12 * 12?')).toBe('12 * 12 is 144.')
    const first = await read('Why do cats purr?')
    expect(first).toContain('Why do cats purr?')
    expect(await read('Why do cats purr?')).toBe(first)
    expect(await read('Why do dogs bark?')).not.toBe(first)
  })

  test('is worded by the seed of the settings, choice by choice, and not by that of a request', async () => {
    const read = async (seed: number, more: object = {}): Promise<string[]> => {
      const { json } = await serve({ settings: { seed } })
      const { body } = await json(chatPath, { ...ask('Why do cats purr?'), ...more })
      return body.choices.map((choice) => choice.message.content)
    }
    const [first, second] = await read(0, { n: 2 })
    expect(second).toContain('Why do cats purr?')
    expect(second).not.toBe(first)
    expect(await read(1)).toEqual([second])
    expect(await read(0, { seed: 1 })).toEqual([first])
  })

  test('keeps to its speed', async () => {
    const { events } = await serve({ settings: { speed: { tokensPerSecond: 100, prefillMilliseconds: 200 } } })
    const began = performance.now()
    const { events: got } = await events(chatPath, {
      ...ask('Hello [[len:50]]'),
      stream_options: { include_usage: true },
    })
    expect(performance.now() - began).toBeGreaterThan(650)
    const usage = got.at(-2)?.usage
    expect(usage?.prompt_time).toBeGreaterThanOrEqual(0.2)
    expect(usage?.prompt_time).toBeLessThan(0.4)
    expect(usage?.completion_tokens_per_sec).toBeGreaterThan(60)
    expect(usage?.completion_tokens_per_sec).toBeLessThan(110)
  })

  test('calls the tool that was offered, with arguments that fit, and then tells what the tool said', async () => {
    const { json } = await serve()
    const tools = [tool('get_weather', { city: { type: 'string' }, days: { type: 'integer' } })]
    const question = { role: 'user', content: 'What is the weather in Bergen?' }
    const { body } = await json(chatPath, { messages: [question], tools })
    const [call] = body.choices[0].message.tool_calls
    expect(body.choices[0].finish_reason).toBe('tool_calls')
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Bergen', days: 3 })
    const answer = { role: 'tool', tool_call_id: call.id, content: 'Rain, 9 degrees' }
    const after = await json(chatPath, { messages: [question, body.choices[0].message, answer], tools })
    expect(after.body.choices[0]).toMatchObject({ finish_reason: 'stop' })
    expect(after.body.choices[0].message.content).toContain('Rain, 9 degrees')
  })

  test('reasons when the template is told to, within the budget', async () => {
    const { json } = await serve()
    const read = async (more: object) => (await json(chatPath, { ...ask('Hello'), ...more })).body.choices[0].message
    expect((await read({})).reasoning_content).toBeNull()
    const message = await read({ enable_thinking: true })
    expect(message.reasoning_content).toContain('Hello')
    expect(message.content.trim()).toBe('Hello! How can I help you today?')
    const short = await read({
      enable_thinking: true,
      reasoning_budget_tokens: 2,
      reasoning_budget_message: ' Enough.',
    })
    expect(short.reasoning_content).toBe('I am Enough.')
  })
})

describe('a scripted conversation', () => {
  const world = {
    ...createDemoWorld(),
    conversation: [
      {
        when: '/^order (\\d+)/i',
        answer: {
          content: 'Let me see.',
          reasoning: 'An order number.',
          toolCalls: [{ name: 'find_order', arguments: { id: 7, note: 'a' } }],
        },
      },
      { when: 'hours', answer: 'We are open from 9 to 5.' },
      { when: '', answer: 'Sorry?' },
    ],
  }

  test('answers with the first line that fits, plain and streamed', async () => {
    const { json, events } = await serve({ world })
    expect((await json(chatPath, ask('What are your HOURS?'))).body.choices[0].message.content).toBe(
      'We are open from 9 to 5.',
    )
    expect(contentOf((await events(chatPath, ask('What are your hours?'))).events)).toBe('We are open from 9 to 5.')
    expect((await json(completionPath, { prompt: 'zzz', max_tokens: 100 })).body.choices[0].text).toBe('Sorry?')
  })

  test('reasons and calls tools as its line says', async () => {
    const { json } = await serve({ world })
    const tools = [tool('find_order', { id: { type: 'integer' }, note: { type: 'string' } })]
    const { body } = await json(chatPath, { ...ask('Order 7, please'), tools })
    const { message, finish_reason: reason } = body.choices[0]
    expect(reason).toBe('tool_calls')
    expect(message.reasoning_content.trim()).toBe('An order number.')
    expect(message.content.trim()).toBe('Let me see.')
    expect(JSON.parse(message.tool_calls[0].function.arguments)).toEqual({ id: 7, note: 'a' })
  })
})

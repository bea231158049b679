import { describe, expect, test } from 'vitest'
import { openOpenAI, scriptWorld, ways } from './serve-openai.js'

const conversation = [
  { when: 'sunny in Oslo', answer: 'Take sunglasses.' },
  { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
]

/** A run of one tool, streamed. */
function runWeather(openai: Awaited<ReturnType<typeof openOpenAI>>['alone']) {
  const cities: unknown[] = []
  const runner = openai.chat.completions.runTools({
    model: '',
    stream: true,
    messages: [{ role: 'user', content: 'How is the weather?' }],
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Current weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          parse: JSON.parse as (text: string) => { city: string },
          function: ({ city }: { city: string }) => {
            cities.push(city)
            return `It is sunny in ${city}`
          },
        },
      },
    ],
  })
  return { runner, cities }
}

/** What OpenAI's client makes of the server alone, and what it makes of it through the handler. */
describe('runTools with a stream', () => {
  test('alone: throws, because no delta has a role', async () => {
    const { alone } = await openOpenAI({ emulator: { world: scriptWorld(conversation) } })
    await expect(runWeather(alone).runner.finalContent()).rejects.toThrow('missing role for choice 0')
  })

  test.each(ways)('%s: runs the tool once and streams to its answer', async (way) => {
    const { ways: clients, emulator } = await openOpenAI({ emulator: { world: scriptWorld(conversation) } })
    const { runner, cities } = runWeather(clients[way])
    expect(await runner.finalContent()).toBe('Take sunglasses.')
    expect(cities).toEqual(['Oslo'])
    expect(emulator.journal).toHaveLength(2)
  })
})

describe('usage of a completion that is not streamed', () => {
  const ask = { model: '', max_tokens: 5, messages: [{ role: 'user' as const, content: 'Hello' }] }

  test('alone: there is none', async () => {
    const { alone } = await openOpenAI()
    expect((await alone.chat.completions.create(ask)).usage ?? null).toBeNull()
  })

  test.each(ways)('%s: it is there, in whole numbers alone', async (way) => {
    const { ways: clients } = await openOpenAI()
    const { usage } = await clients[way].chat.completions.create(ask)
    expect(Object.keys(usage ?? {}).sort()).toEqual(['completion_tokens', 'prompt_tokens', 'total_tokens'])
    expect(usage?.total_tokens).toBe(usage!.prompt_tokens + usage!.completion_tokens)
  })
})

describe('a value that the server refuses', () => {
  const ask = { model: '', temperature: 99, messages: [{ role: 'user' as const, content: 'A secret' }] }

  test('alone: the message says nothing, or in version 7 is the document itself, refused value included', async () => {
    const { alone } = await openOpenAI()
    const error = (await alone.chat.completions.create(ask).catch((thrown: unknown) => thrown)) as Error
    expect(error.message).toMatch(/^422 (?:status code \(no body\)|\{"detail":.*"input":99)/)
    expect(error).toMatchObject({ code: undefined, param: undefined })
  })

  test.each(ways)('%s: the message is the one of the server, and it is sent once', async (way) => {
    const { ways: clients, emulator } = await openOpenAI()
    const error = await clients[way].chat.completions.create(ask).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ status: 422, code: 'validation_error', param: 'temperature' })
    expect((error as Error).message).toMatch(/temperature/)
    expect(JSON.stringify(error)).not.toContain('A secret')
    expect(emulator.journal).toHaveLength(1)
  })
})

describe('a model that crashes', () => {
  const ask = { model: '', messages: [{ role: 'user' as const, content: '[[fail:2]]' }] }

  test('alone: it is generated three times', async () => {
    const { alone, emulator } = await openOpenAI()
    await expect(alone.chat.completions.create(ask)).rejects.toMatchObject({ status: 503 })
    expect(emulator.journal).toHaveLength(3)
  })

  test.each(ways)('%s: it is generated once', async (way) => {
    const { ways: clients, emulator } = await openOpenAI()
    await expect(clients[way].chat.completions.create(ask)).rejects.toMatchObject({
      status: 503,
      code: 'generation_failed',
    })
    expect(emulator.journal).toHaveLength(1)
  })
})

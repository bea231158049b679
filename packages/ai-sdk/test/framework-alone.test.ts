import { APICallError, generateText, Output, stepCountIs, streamText, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTabby, scriptWorld } from './serve-tabby.js'

/** What the AI SDK makes of the server through its provider for servers like OpenAI's, and through ours. */
describe('usage', () => {
  const ask = { prompt: 'Hello', maxOutputTokens: 5 }

  test('alone: there is none, streamed or not', async () => {
    const { alone } = await openTabby()
    expect((await generateText({ model: alone(''), ...ask })).usage.totalTokens).toBeUndefined()
    expect((await streamText({ model: alone(''), ...ask }).usage).totalTokens).toBeUndefined()
  })

  test('ours: it is there, with the times and speeds of the server', async () => {
    const { tabby } = await openTabby()
    for (const result of [await generateText({ model: tabby(), ...ask }), streamText({ model: tabby(), ...ask })]) {
      const usage = await result.usage
      expect(usage).toMatchObject({ outputTokens: 5, totalTokens: usage.inputTokens! + 5 })
      expect(usage.reasoningTokens).toBeUndefined()
      expect(Object.keys(usage.raw ?? {})).toHaveLength(8)
      expect((await result.providerMetadata)?.['tabby']).toHaveProperty('usage', usage.raw)
    }
  })
})

describe('a value that the server refuses', () => {
  const ask = { prompt: 'A secret', temperature: 4321 }

  test('alone: the message says nothing, and the error holds the prompt and the value', async () => {
    const { alone } = await openTabby()
    const error = await generateText({ model: alone(''), ...ask }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: 'Unprocessable Entity', statusCode: 422 })
    expect(JSON.stringify(error)).toContain('A secret')
    expect((error as APICallError).responseBody).toContain('4321')
  })

  test('ours: the message is the one of the server, and the error holds neither', async () => {
    const { tabby, emulator, url } = await openTabby()
    const error = await generateText({ model: tabby(), ...ask }).catch((thrown: unknown) => thrown)
    expect(APICallError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({
      message: expect.stringMatching(/temperature: Input should be less than or equal to 10/),
      url: `${url}/v1/chat/completions`,
      statusCode: 422,
      isRetryable: false,
      requestBodyValues: {},
      responseBody: undefined,
      cause: { name: 'TabbyApiError', code: 'validation_error' },
    })
    expect(JSON.stringify(error)).not.toMatch(/A secret|4321/)
    expect(emulator.journal).toHaveLength(1)
  })
})

describe('a model that crashes', () => {
  const ask = { prompt: '[[fail:2]]' }

  test('alone: it is generated once more for each retry, of which two are the default', async () => {
    const { alone, emulator } = await openTabby()
    await expect(generateText({ model: alone(''), ...ask, maxRetries: 1 })).rejects.toThrow(/2 attempts/)
    expect(emulator.journal).toHaveLength(2)
  })

  test('ours: it is generated once', async () => {
    const { tabby, emulator } = await openTabby()
    await expect(generateText({ model: tabby(), ...ask })).rejects.toMatchObject({ statusCode: 503 })
    expect(emulator.journal).toHaveLength(1)
  })
})

describe('a tool without a description', () => {
  const conversation = [
    { when: 'sunny', answer: 'Take sunglasses.' },
    { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
  ]
  const get_weather = tool({ inputSchema: z.object({ city: z.string() }), execute: ({ city }) => `sunny in ${city}` })
  const ask = { prompt: 'How is the weather?', tools: { get_weather }, stopWhen: stepCountIs(3) }

  test('alone: it is refused', async () => {
    const { alone } = await openTabby({ emulator: { world: scriptWorld(conversation) } })
    await expect(generateText({ model: alone(''), ...ask })).rejects.toMatchObject({ statusCode: 422 })
  })

  test('ours: it runs', async () => {
    const { tabby, getBodies } = await openTabby({ emulator: { world: scriptWorld(conversation) } })
    expect((await generateText({ model: tabby(), ...ask })).text).toBe('Take sunglasses.')
    const [{ tools } = {}] = getBodies() as { tools?: { function: { description: string; parameters: object } }[] }[]
    expect(tools?.[0]?.function.description).toBe('')
    expect(tools?.[0]?.function.parameters).not.toHaveProperty('$schema')
  })
})

describe('an object of a schema', () => {
  const schema = z.object({ name: z.string(), scores: z.record(z.string(), z.number()) })
  const ask = { prompt: 'Invent a person', output: Output.object({ schema }) }

  test('alone: json_object is sent, which the server ignores', async () => {
    const { alone, getBodies } = await openTabby()
    await expect(generateText({ model: alone(''), ...ask })).rejects.toThrow(/No object generated/)
    expect(getBodies()[0]).toMatchObject({ response_format: { type: 'json_object' } })
  })

  test('ours: the schema is enforced, without what makes the server ignore it', async () => {
    const { tabby, getBodies } = await openTabby()
    expect((await generateText({ model: tabby(), ...ask })).output).toMatchObject({ name: expect.any(String) })
    expect(getBodies()[0]).toHaveProperty('json_schema.properties.scores')
    expect(JSON.stringify(getBodies()[0])).not.toMatch(/\$schema|propertyNames/)
  })
})

describe('a call that the server could not read', () => {
  const inputSchema = z.object({ city: z.string() })
  const get_weather = tool({ description: 'Weather', inputSchema, execute: () => 'sunny' })
  const ask = { prompt: 'The weather [[badtool]]', tools: { get_weather } }

  test('alone: the reply ends with tool-calls, without a call and without an error', async () => {
    const { alone } = await openTabby()
    const { finishReason, toolCalls, warnings } = await generateText({ model: alone(''), ...ask })
    expect([finishReason, toolCalls, warnings]).toEqual(['tool-calls', [], []])
  })

  test('ours: it ends with error, and a warning', async () => {
    const { tabby } = await openTabby()
    const { finishReason, rawFinishReason, warnings } = await generateText({ model: tabby(), ...ask })
    expect([finishReason, rawFinishReason]).toEqual(['error', 'tool_calls'])
    expect(warnings).toMatchObject([{ type: 'other', message: expect.stringMatching(/could not read the call/) }])
  })

  test('ours, streamed: onError gets an error', async () => {
    const { tabby } = await openTabby()
    const errors: unknown[] = []
    const result = streamText({ model: tabby(), ...ask, onError: ({ error }) => void errors.push(error) })
    expect(await result.finishReason).toBe('error')
    expect(errors).toMatchObject([{ name: 'TabbyToolRunError', code: 'tool_call_malformed', reason: 'unread-call' }])
  })
})

describe('topK', () => {
  const ask = { prompt: 'Hello', topK: 20, maxOutputTokens: 2 }

  test('alone: it is not sent', async () => {
    const { alone, getBodies } = await openTabby()
    const { warnings } = await generateText({ model: alone(''), ...ask })
    expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'topK' }])
    expect(getBodies()[0]).not.toHaveProperty('top_k')
  })

  test('ours: it is', async () => {
    const { tabby, getBodies } = await openTabby()
    expect((await generateText({ model: tabby(), ...ask })).warnings).toEqual([])
    expect(getBodies()[0]).toHaveProperty('top_k', 20)
  })
})

describe('another model than the one that was named', () => {
  const ask = { prompt: 'Hello', maxOutputTokens: 2 }

  test('alone: nothing is said', async () => {
    const { alone } = await openTabby()
    const { warnings, response } = await generateText({ model: alone('my-12b'), ...ask })
    expect([warnings, response.modelId]).toEqual([[], 'demo-8b-exl3'])
  })

  test('ours: there is a warning, and none for the right name or no name', async () => {
    const { tabby } = await openTabby()
    const expected = [
      { type: 'other', message: expect.stringMatching(/^Expected model my-12b, but demo-8b-exl3 answered/) },
    ]
    for (const name of ['my-12b', 'demo-8b-exl3', '', undefined]) {
      const { warnings } = await generateText({ model: tabby(name), ...ask })
      expect(warnings).toMatchObject(name === 'my-12b' ? expected : [])
      expect(await streamText({ model: tabby(name), ...ask }).warnings).toMatchObject(warnings ?? [])
    }
  })
})

import { generateText, jsonSchema, Output, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTabby } from './serve-tabby.js'

test('settings of the AI SDK go to the server under its names, without a warning', async () => {
  const { tabby, getBodies } = await openTabby()
  const { warnings } = await generateText({
    model: tabby('demo-8b-exl3'),
    prompt: 'Hello',
    maxOutputTokens: 3,
    temperature: 0.5,
    topP: 0.9,
    topK: 20,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    stopSequences: ['\n\n'],
  })
  expect(getBodies()[0]).toEqual({
    model: 'demo-8b-exl3',
    messages: [{ role: 'user', content: 'Hello' }],
    max_tokens: 3,
    temperature: 0.5,
    top_p: 0.9,
    top_k: 20,
    presence_penalty: 0.1,
    frequency_penalty: 0.2,
    stop: ['\n\n'],
    stream: false,
    stream_options: { include_usage: true },
  })
  expect(warnings).toEqual([])
})

test('a seed is not sent, and a warning says that the server ignores it', async () => {
  const { tabby, getBodies } = await openTabby()
  const { warnings } = await generateText({ model: tabby(), prompt: 'Hello', maxOutputTokens: 2, seed: 5 })
  expect(warnings).toEqual([{ type: 'unsupported', feature: 'seed', details: 'TabbyAPI ignores it' }])
  expect(getBodies()[0]).not.toHaveProperty('seed')
})

describe('providerOptions.tabby', () => {
  test('holds every sampler, and wins over the settings of the AI SDK', async () => {
    const { tabby, getBodies } = await openTabby()
    const options = {
      min_p: 0.05,
      temperature: 0.1,
      enable_thinking: true,
      template_vars: { a: 1 },
      extra: { future: 1 },
    }
    await generateText({
      model: tabby(),
      prompt: 'Hello',
      temperature: 0.9,
      maxOutputTokens: 2,
      providerOptions: { tabby: options, openai: { min_p: 1 } },
    })
    const { extra, ...fields } = options
    expect(getBodies()[0]).toMatchObject({ ...fields, ...extra, max_tokens: 2 })
  })

  test('log probabilities are in the metadata', async () => {
    const { tabby } = await openTabby()
    const providerOptions = { tabby: { logprobs: true, top_logprobs: 1 } }
    const { providerMetadata } = await generateText({
      model: tabby(),
      prompt: 'Hi',
      maxOutputTokens: 2,
      providerOptions,
    })
    expect(providerMetadata?.['tabby']?.['logprobs']).toHaveLength(2)
  })

  test.each(['messages', 'model', 'n', 'stream_options', 'tools'])('%s is refused by name', async (field) => {
    const { tabby, emulator } = await openTabby()
    const call = generateText({ model: tabby(), prompt: 'Hi', providerOptions: { tabby: { [field]: 'x' } } })
    await expect(call).rejects.toMatchObject({
      name: 'TabbyRequestError',
      message: `providerOptions.tabby must not hold ${field}, because the call sets it itself`,
    })
    expect(emulator.journal).toHaveLength(0)
  })

  test('something else than an object is refused', async () => {
    const { tabby } = await openTabby()
    const providerOptions = { tabby: 'min_p' } as never
    await expect(generateText({ model: tabby(), prompt: 'Hi', providerOptions })).rejects.toThrow(/must be an object/)
  })
})

test('headers go along, and none that is undefined', async () => {
  const { tabby, emulator } = await openTabby()
  const headers = { 'x-mine': 'yes', 'x-none': undefined }
  await generateText({ model: tabby(), prompt: 'Hi', maxOutputTokens: 2, headers })
  expect(emulator.journal[0]?.headers).toMatchObject({ 'x-mine': 'yes' })
  expect(emulator.journal[0]?.headers).not.toHaveProperty('x-none')
})

describe('tools', () => {
  const look = tool({ description: 'Looks', inputSchema: z.object({}), execute: () => 'seen' })

  test.each([
    ['auto', 'auto', 0],
    ['none', 'none', 0],
    ['required', 'required', 1],
    [{ type: 'tool', toolName: 'look' }, { type: 'function', function: { name: 'look' } }, 1],
  ] as const)('toolChoice %o', async (toolChoice, sent, count) => {
    const { tabby, getBodies } = await openTabby()
    const { warnings } = await generateText({ model: tabby(), prompt: 'Hi', tools: { look }, toolChoice })
    expect(getBodies()[0]?.['tool_choice']).toEqual(sent)
    expect(warnings?.filter(({ type }) => type === 'compatibility')).toHaveLength(count)
  })

  test('a tool that a provider runs is left out with a warning', async () => {
    const { tabby, getBodies } = await openTabby()
    const search = tool({ type: 'provider', id: 'openai.web_search', args: {}, inputSchema: jsonSchema({}) } as never)
    const { warnings } = await generateText({ model: tabby(), prompt: 'Hi', maxOutputTokens: 2, tools: { search } })
    expect(warnings).toEqual([{ type: 'unsupported', feature: expect.stringContaining('openai.web_search') }])
    expect(getBodies()[0]).not.toHaveProperty('tools')
  })
})

describe('Output', () => {
  test('json without a schema', async () => {
    const { tabby, getBodies } = await openTabby()
    expect((await generateText({ model: tabby(), prompt: 'Hi', output: Output.json() })).output).toBeDefined()
    expect(getBodies()[0]).toHaveProperty('response_format', { type: 'json' })
  })

  test('choice and array', async () => {
    const { tabby } = await openTabby()
    const options = ['yes', 'no']
    const { output } = await generateText({ model: tabby(), prompt: 'Hi', output: Output.choice({ options }) })
    expect(options).toContain(output)
    const list = Output.array({ element: z.object({ name: z.string() }) })
    expect((await generateText({ model: tabby(), prompt: 'Hi', output: list })).output).toBeInstanceOf(Array)
  })

  test('a schema that the server would ignore is refused, and nothing is sent', async () => {
    const { tabby, emulator } = await openTabby()
    const schema = jsonSchema<object>({ type: 'object', not: { required: ['a'] } })
    const call = generateText({ model: tabby(), prompt: 'Hi', output: Output.object({ schema }) })
    await expect(call).rejects.toThrow(/responseFormat.schema.not cannot be used/)
    expect(emulator.journal).toHaveLength(0)
  })

  test('a keyword that may be ignored is a warning', async () => {
    const { tabby } = await openTabby()
    const schema = jsonSchema<object>({ type: 'object', properties: { a: { type: 'string', made_up: 1 } as object } })
    const { warnings } = await generateText({ model: tabby(), prompt: 'Hi', output: Output.object({ schema }) })
    expect(warnings).toMatchObject([{ type: 'compatibility', details: expect.stringContaining('made_up') }])
  })
})

import { isTabbyError, TabbyRequestError, type TabbyRequestFailure } from '@tabby/core'
import { createDemoWorld } from '@tabby/emulator'
import { ContextOverflowError } from '@langchain/core/errors'
import type { UsageMetadata } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { markError } from '../src/errors/mark-error.js'
import { openModels, scriptWorld, waitFor } from './serve-model.js'

/** What LangChain makes of the server by its own class, and what it makes of it through ours. */
const addUp = async <T extends { concat(other: T): T }>(stream: AsyncIterable<T>): Promise<T> => {
  let whole: T | undefined
  for await (const chunk of stream) whole = whole ? whole.concat(chunk) : chunk
  return whole!
}

/** LangChain's own type of it is `never` under `exactOptionalPropertyTypes`. */
const readUsage = (message: object) => (message as { usage_metadata?: UsageMetadata }).usage_metadata

describe('usage', () => {
  test('alone, not streamed: there is none', async () => {
    const { alone } = await openModels()
    expect(readUsage(await alone().invoke('Hello'))?.total_tokens).toBeFalsy()
  })

  test('ours, not streamed: it is there', async () => {
    const { ours } = await openModels()
    const message = await ours.invoke('Hello')
    const usage = readUsage(message)
    expect(usage!.total_tokens).toBe(usage!.input_tokens + usage!.output_tokens)
    expect(message.response_metadata).toMatchObject({
      model_provider: 'tabby',
      model_name: 'demo-8b-exl3',
      finish_reason: 'stop',
    })
  })

  test('alone, streamed: none in usage_metadata, and metadata that is doubled', async () => {
    const { alone, ours } = await openModels()
    const whole = await addUp(await alone().stream('Hello'))
    const told = readUsage(await ours.invoke('Hello'))!
    expect(whole.usage_metadata).toBeUndefined()
    expect(whole.response_metadata['usage']).toMatchObject({
      prompt_tokens: 2 * told.input_tokens,
      completion_tokens: 2 * told.output_tokens,
    })
  })

  test('ours, streamed: it is there once, and equal to the one that is not streamed', async () => {
    const { ours } = await openModels()
    const whole = await addUp(await ours.stream('Hello'))
    const single = await ours.invoke('Hello')
    expect(readUsage(whole)!.input_tokens).toBe(readUsage(single)!.input_tokens)
    expect(readUsage(whole)!.total_tokens).toBe(readUsage(whole)!.input_tokens + readUsage(whole)!.output_tokens)
    expect(whole.response_metadata).toMatchObject({
      model_name: single.response_metadata['model_name'],
      finish_reason: single.response_metadata['finish_reason'],
    })
  })
})

describe('reasoning', () => {
  const settings = { world: scriptWorld([{ when: 'Oslo', answer: { reasoning: 'Let me think.', content: 'Cold.' } }]) }

  test('alone: streamed it is lost, and not streamed it is in no block', async () => {
    const { alone } = await openModels(settings)
    const message = await alone().invoke('Oslo?')
    expect(message.contentBlocks.map(({ type }) => type)).toEqual(['text'])
    expect(JSON.stringify(message.additional_kwargs)).toContain('Let me think.')
    const whole = await addUp(await alone().stream('Oslo?'))
    expect(JSON.stringify(whole)).not.toContain('Let me think.')
  })

  test.each(['streamed', 'not streamed'])('ours, %s: it is a block before the text', async (how) => {
    const { ours } = await openModels(settings)
    const message = how === 'streamed' ? await addUp(await ours.stream('Oslo?')) : await ours.invoke('Oslo?')
    expect(message.contentBlocks).toMatchObject([
      { type: 'reasoning', reasoning: expect.stringMatching(/^\s*Let me think\.\s*$/) },
      { type: 'text', text: expect.stringMatching(/^\s*Cold\.$/) },
    ])
    expect(message.text.trim()).toBe('Cold.')
  })

  test('ours: it goes back to the server in its own field', async () => {
    const { ours, getBodies } = await openModels(settings)
    await ours.invoke([['human', 'Oslo?'], await ours.invoke('Oslo?'), ['human', 'Why?']])
    const sent = getBodies()[1]!['messages'] as object[]
    expect(sent[1]).toEqual({
      role: 'assistant',
      content: expect.stringMatching(/^\s*Cold\.$/),
      reasoning_content: expect.stringMatching(/^\s*Let me think\.\s*$/),
    })
  })
})

describe('a value that the server refuses', () => {
  test('alone: the message says nothing, and it is sent again', async () => {
    const { alone, getBodies } = await openModels()
    await expect(alone({ temperature: 99, maxRetries: 1 }).invoke('A secret')).rejects.toThrow(
      '422 status code (no body)',
    )
    expect(getBodies()).toHaveLength(2)
  })

  test('ours: the message names the field, and it is sent once', async () => {
    const { ours, getBodies } = await openModels({}, { params: { temperature: 99 } })
    const error = await ours.invoke('A secret').catch((thrown: unknown) => thrown)
    expect(isTabbyError(error) && error.code).toBe('validation_error')
    expect((error as Error).message).toContain('temperature')
    expect(JSON.stringify(error)).not.toContain('A secret')
    expect(getBodies()).toHaveLength(1)
  })
})

describe('a model that crashes', () => {
  test('alone: it is generated again', async () => {
    const { alone, getBodies } = await openModels()
    await expect(alone({ maxRetries: 1 }).invoke('[[fail:2]]')).rejects.toThrow('503')
    expect(getBodies().length).toBeGreaterThan(1)
  })

  test.each(['invoke', 'stream'] as const)('ours, %s: it is generated once', async (how) => {
    const { ours, getBodies } = await openModels()
    const call = how === 'invoke' ? ours.invoke('[[fail:2]]') : ours.stream('[[fail:2]]').then(addUp)
    await expect(call).rejects.toSatisfy(isTabbyError)
    expect(getBodies()).toHaveLength(1)
  })
})

const person = z.object({ name: z.string(), age: z.number() })

describe('withStructuredOutput', () => {
  test('alone, by functionCalling: refused with a 422, because the tool has no description', async () => {
    const { alone } = await openModels()
    const model = alone({ maxRetries: 0 }).withStructuredOutput(person, { method: 'functionCalling' })
    await expect(model.invoke('Invent a person')).rejects.toThrow('422')
  })

  test('ours: the grammar is on, and the value is checked', async () => {
    const { ours, getBodies } = await openModels()
    const value = await ours.withStructuredOutput(person).invoke('Invent a person')
    expect(person.safeParse(value).success).toBe(true)
    expect(getBodies()[0]).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { properties: { age: { type: 'number' } } } },
    })
  })

  test('ours: a reply that does not match is an error, or null beside the raw one', async () => {
    const { ours } = await openModels()
    const noPerson = person.refine(() => false)
    await expect(ours.withStructuredOutput(noPerson).invoke('Invent a person')).rejects.toMatchObject({
      code: 'invalid_object',
    })
    const both = await ours.withStructuredOutput(noPerson, { includeRaw: true }).invoke('Invent a person')
    expect(both.parsed).toBeNull()
    expect(both.raw.text).toContain('name')
  })

  test('ours: with includeRaw a value that matches is there too', async () => {
    const { ours } = await openModels()
    const { raw, parsed } = await ours.withStructuredOutput(person, { includeRaw: true }).invoke('Invent a person')
    expect(JSON.parse(raw.text)).toEqual(parsed)
  })

  test.each(['functionCalling', 'jsonMode'])('ours: the method %s is refused', async (method) => {
    const { ours } = await openModels()
    expect(() => ours.withStructuredOutput(person, { method })).toThrow('method must be "jsonSchema"')
  })

  test('ours: a schema that the server would ignore is refused before anything is sent', async () => {
    const { ours } = await openModels()
    expect(() => ours.withStructuredOutput({ type: 'object', not: {} })).toThrow('cannot be used')
  })
})

describe('a call that the server could not read', () => {
  test('ours: text that is a call is an error, and not a reply', async () => {
    const call = '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n</tool_call>'
    const [model] = createDemoWorld().models
    const { toolFormat: _, ...plain } = model!
    const world = scriptWorld([{ when: 'weather', answer: call }], { models: [plain], loaded: { model: plain.name } })
    const { ours } = await openModels({ world })
    const tool = { type: 'function' as const, function: { name: 'get_weather', parameters: {} } }
    for (const ask of [
      ours.bindTools([tool]).invoke('weather?'),
      ours.bindTools([tool]).stream('weather?').then(addUp),
    ]) {
      await expect(ask).rejects.toMatchObject({ code: 'tool_call_malformed' })
    }
    expect((await ours.invoke('weather?')).text).toBe(call)
  })
})

describe('no key in the environment', () => {
  test('alone: throws before sending', async () => {
    const { url, getBodies } = await openModels()
    expect(process.env['OPENAI_API_KEY']).toBeUndefined()
    const ask = async () => new ChatOpenAI({ model: '', configuration: { baseURL: `${url}/v1` } }).invoke('Hello')
    await expect(ask()).rejects.toThrow(/credentials|API key/i)
    expect(getBodies()).toEqual([])
  })

  test('ours: a server without authentication needs none', async () => {
    const { ours } = await openModels()
    expect((await ours.invoke('Hello')).text).not.toBe('')
  })
})

test('errors have the names of LangChain, and stay TabbyErrors', async () => {
  const { ours } = await openModels({ keys: { api: ['right'], admin: ['admin'] } })
  await expect(ours.invoke('Hello')).rejects.toMatchObject({
    code: 'authentication_error',
    lc_error_code: 'MODEL_AUTHENTICATION',
  })
  const { ours: small } = await openModels()
  const error = await small.invoke('word '.repeat(50_000)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'context_length_exceeded', lc_error_code: 'CONTEXT_OVERFLOW' })
  expect(ContextOverflowError.isInstance(error)).toBe(true)
  const refuse = (reason: TabbyRequestFailure) => markError(new TabbyRequestError('No server', { reason }), undefined)
  expect(refuse('unknown-model')).toMatchObject({ lc_error_code: 'MODEL_NOT_FOUND' })
  expect(refuse('no-server')).not.toHaveProperty('lc_error_code')
})

describe('an abort', () => {
  const slow = { settings: { speed: { tokensPerSecond: 50 } } }

  test.each(['invoke', 'stream'] as const)('of %s rejects with the reason and stops the model', async (how) => {
    const { ours, emulator } = await openModels(slow, { params: { max_tokens: 500 } })
    const controller = new AbortController()
    const { signal } = controller
    const call = how === 'invoke' ? ours.invoke('Hello', { signal }) : ours.stream('Hello', { signal }).then(addUp)
    const settled = call.catch((thrown: unknown) => thrown)
    await waitFor(() => emulator.journal.length === 1)
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await settled).toBe(reason)
    await waitFor(() => emulator.journal[0]!.leftAfterMilliseconds !== undefined)
    expect(emulator.journal[0]!.leftAfterMilliseconds).toBeLessThan(5000)
  })

  test('leaving a stream stops the model', async () => {
    const { ours, emulator } = await openModels(slow, { params: { max_tokens: 500 } })
    for await (const _ of await ours.stream('Hello')) break
    await waitFor(() => emulator.journal[0]!.leftAfterMilliseconds !== undefined)
    expect(emulator.journal[0]!.leftAfterMilliseconds).toBeLessThan(5000)
  })
})

import { getEventListeners } from 'node:events'
import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { openEmulator } from '../../test/stream-server.js'
import { createStreamResponse } from '../streams/create-stream-response.js'
import { defineTool } from './define-tool.js'
import { runTools } from './run-tools.js'
import { streamTools } from './stream-tools.js'
import type { StreamToolsOptions, ToolEvent } from './tool-run.js'

const messages = [{ role: 'user', content: 'How is the weather?' }]
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const tools = [defineTool({ name: 'weather', description: 'Weather', schema, execute: () => 'sunny' })]
const toTypes = (events: ToolEvent[]) =>
  events.map(({ type }) => type).filter((type, place, types) => type !== types[place - 1])

test('events come in the order of things, and the last has what runTools returns', async () => {
  const { client } = await openEmulator()
  const params = { messages, enable_thinking: true }
  const events = await readAll(streamTools(client, params, { tools }))
  const types = toTypes(events).filter((type) => type !== 'text')
  expect(types).toEqual(['reasoning', 'tool-call', 'tool-result', 'step', 'reasoning', 'step', 'finish'])
  const end = events.at(-1)!
  if (end.type !== 'finish') return expect.unreachable()
  const { text, messages: all } = await runTools(client, params, { tools })
  expect(end.run.text.trim()).toBe(text.trim())
  expect(end.run.messages.map(({ role }) => role)).toEqual(all.map(({ role }) => role))
  const shown = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  expect(shown.endsWith(end.run.text)).toBe(true)
})

test('two calls are two events, with two results', async () => {
  const { client } = await openEmulator()
  const events = await readAll(streamTools(client, { messages: [{ content: '[[tool:2]]' }] }, { tools }))
  const count = (type: string) => events.filter((event) => event.type === type).length
  expect([count('tool-call'), count('tool-result'), count('step'), count('finish')]).toEqual([2, 2, 2, 1])
})

describe('leaving early', () => {
  test('in the middle of text it closes the connection', async () => {
    const { client, emulator } = await openEmulator({ settings: { speed: { tokensPerSecond: 100 } } })
    const params = { messages: [{ role: 'user', content: '[[notool]] [[len:500]]' }] }
    for await (const { type } of streamTools(client, params, { tools })) if (type === 'text') break
    await expect.poll(() => emulator.journal.at(-1)!.leftAfterMilliseconds).toBeTypeOf('number')
    expect(emulator.journal).toHaveLength(1)
  })

  test('while another tool runs it aborts that one, and nothing is asked any more', async () => {
    const { client, readBodies } = await openEmulator()
    const signals: AbortSignal[] = []
    const execute = (_argument: unknown, { signal }: { signal: AbortSignal }) =>
      signals.push(signal) === 1 ? 'quick' : new Promise(() => {})
    const mixed = [defineTool({ name: 'weather', schema, execute })]
    const params = { messages: [{ role: 'user', content: '[[tool:2]]' }] }
    for await (const { type } of streamTools(client, params, { tools: mixed })) if (type === 'tool-result') break
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true])
    expect(readBodies()).toHaveLength(1)
  })

  test('an abort while a tool runs throws its reason', async () => {
    const { client, readBodies } = await openEmulator()
    const controller = new AbortController()
    const execute = () => (controller.abort('enough'), new Promise(() => {}))
    const stuck = [defineTool({ name: 'weather', schema, execute })]
    const run = readAll(streamTools(client, { messages }, { tools: stuck, signal: controller.signal }))
    await expect(run).rejects.toBe('enough')
    expect(readBodies()).toHaveLength(1)
  })
})

describe('failures', () => {
  test('a malformed call throws after the text before it', async () => {
    const { client } = await openEmulator()
    const events: ToolEvent[] = []
    const read = async () => {
      const params = { messages: [{ role: 'user', content: '[[badtool]]' }] }
      for await (const event of streamTools(client, params, { tools })) events.push(event)
    }
    await expect(read()).rejects.toMatchObject({ name: 'TabbyToolRunError', reason: 'malformed-call' })
    expect(toTypes(events)).toEqual(['text'])
  })

  test('the step limit throws after the calls that are not run, with the transcript', async () => {
    const { client, readBodies } = await openEmulator()
    const events: ToolEvent[] = []
    const read = async () => {
      for await (const event of streamTools(client, { messages }, { tools, maxSteps: 1 })) events.push(event)
    }
    await expect(read()).rejects.toMatchObject({
      reason: 'step-limit',
      transcript: [...messages, { role: 'assistant', tool_calls: [{ function: { name: 'weather' } }] }],
    })
    expect(toTypes(events).filter((type) => type !== 'text')).toEqual(['tool-call'])
    expect(readBodies()).toHaveLength(1)
  })

  const failure = new Error('mine')
  const throwing = () => {
    throw failure
  }
  const failing = {
    'a tool': { tools: [{ ...tools[0]!, run: throwing as never }] },
    'a tool, later': { tools: [{ ...tools[0]!, run: () => Promise.reject(failure) }] },
    approval: { tools, approve: throwing },
    'approval, later': { tools, approve: () => Promise.reject(failure) },
  }
  test.each(Object.entries(failing))(
    'what %s throws is the cause of the error, after its call',
    async (_what, options) => {
      const { client, readBodies } = await openEmulator()
      const events: ToolEvent[] = []
      const read = async () => {
        for await (const event of streamTools(client, { messages }, options)) events.push(event)
      }
      const error: unknown = await read().catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'tool_failed', call: { function: { name: 'weather' } } })
      expect((error as Error).cause).toBe(failure)
      expect(events.at(-1)!.type).toBe('tool-call')
      expect(readBodies()).toHaveLength(1)
    },
  )

  test('what JSON cannot hold is thrown, and not told to the model as something else', async () => {
    const { client, readBodies } = await openEmulator()
    const huge = [defineTool({ name: 'weather', schema, execute: () => 1n })]
    await expect(readAll(streamTools(client, { messages }, { tools: huge }))).rejects.toThrow(/BigInt/)
    expect(readBodies()).toHaveLength(1)
  })

  test('a stream that breaks throws what streams throw, with the answer so far', async () => {
    const faults = [{ path: '/v1/chat', effect: { kind: 'cut' as const, afterEvents: 3 } }]
    const { client } = await openEmulator({ faults })
    const run = readAll(streamTools(client, { messages: [{ content: '[[notool]] [[len:9]]' }] }, { tools }))
    await expect(run).rejects.toMatchObject({
      reason: 'truncated',
      partial: { object: 'chat.completion' },
      transcript: [{ content: '[[notool]] [[len:9]]' }],
    })
  })
})

describe('leaving while it waits', () => {
  const slow = { settings: { speed: { prefillMilliseconds: 5000 } } }
  const stuck = defineTool({ name: 'weather', schema, execute: () => new Promise(() => {}) })

  test('for the model closes the connection at once', async () => {
    const { client, emulator } = await openEmulator(slow)
    const events = streamTools(client, { messages }, { tools })
    const next = events.next()
    await expect.poll(() => emulator.journal.length).toBe(1)
    await events.return()
    expect(await next).toEqual({ done: true, value: undefined })
    await expect.poll(() => emulator.journal[0]!.leftAfterMilliseconds).toBeTypeOf('number')
  })

  test.each<[string, Partial<StreamToolsOptions>]>([
    ['a tool', { tools: [stuck] }],
    ['somebody to approve', { tools, approve: () => new Promise(() => {}) }],
  ])('for %s ends the run, and nothing is asked any more', async (_title, options) => {
    const { client, readBodies } = await openEmulator()
    const events = streamTools(client, { messages }, { tools, ...options })
    for (let event = await events.next(); event.value?.type !== 'tool-call'; event = await events.next());
    const next = events.next()
    await events.return()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(readBodies()).toHaveLength(1)
  })

  test('a browser that goes away ends the run behind its response', async () => {
    const { client, emulator } = await openEmulator(slow)
    const reader = createStreamResponse(streamTools(client, { messages }, { tools })).body!.getReader()
    const read = reader.read()
    await expect.poll(() => emulator.journal.length).toBe(1)
    await reader.cancel()
    expect(await read).toEqual({ done: true, value: undefined })
    await expect.poll(() => emulator.journal[0]!.leftAfterMilliseconds).toBeTypeOf('number')
  })
})

test('one signal for many runs at once is no reason for Node to warn of a leak', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => void warnings.push(warning)
  process.on('warning', note)
  const { client } = await openEmulator()
  const { signal } = new AbortController()
  const runs = Array.from({ length: 15 }, () => readAll(streamTools(client, { messages }, { tools, signal })))
  expect((await Promise.all(runs)).map((events) => events.at(-1)!.type)).toEqual(runs.map(() => 'finish'))
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  process.off('warning', note)
  expect(warnings).toEqual([])
})

import { inspect } from 'node:util'
import { createTabbyClient, TabbyToolRunError } from '@tabby/core'
import { TabbyToolRunError as ofChat } from '../index.js'
import { describe, expect, test, vi } from 'vitest'
import { readAll } from '@tabby/emulator/testing'
import { serveReplies } from '../../test/serve-replies.js'
import { openEmulator } from '../../test/stream-server.js'
import { defineTool } from './define-tool.js'
import { runTools } from './run-tools.js'
import { streamTools } from './stream-tools.js'
import type { ToolStep } from './tool-run.js'

const secret = 'How is the weather?'
const messages = [{ role: 'user', content: secret }]
const toTool = (execute: () => unknown, name = 'weather') => defineTool({ name, schema: { type: 'object' }, execute })
const sunny = toTool(() => 'sunny')
const done = { message: { role: 'assistant', content: 'Done.' } }
const openCalls = (names: string[], isStreamed = false) => {
  const tool_calls = names.map((name, index) => {
    return { id: name, index, type: 'function', function: { name, arguments: '{}' } }
  })
  const message = { role: 'assistant', content: null, tool_calls }
  return serveReplies([{ message, finish_reason: 'tool_calls' }, done], isStreamed)
}
interface RunError extends Error {
  readonly code: string
  readonly transcript: { readonly role: string; readonly content: string }[]
}
const fail = (run: Promise<unknown>): Promise<RunError> =>
  run.then(
    () => expect.unreachable(),
    (error) => error,
  )
const toRoles = (transcript: readonly object[]) => transcript.map((message) => (message as { role: string }).role)
const ways = [
  ['without streaming', runTools],
  ['streamed', (...given: Parameters<typeof streamTools>) => readAll(streamTools(...given))],
] as const

describe.each(ways)('a run that is answered %s', (way, run) => {
  const isStreamed = way === 'streamed'

  test('has its conversation in an error of the server, out of the sight of printers', async () => {
    const { client } = await openEmulator()
    const big = toTool(() => 'word '.repeat(5000))
    const error = await fail(run(client, { messages }, { tools: [big] }))
    expect(error).toMatchObject({ name: 'TabbyApiError', code: 'context_length_exceeded' })
    expect(toRoles(error.transcript)).toEqual(['user', 'assistant', 'tool'])
    expect(error.transcript[2]!.content).toContain('word word')
    for (const printed of [inspect(error), JSON.stringify(error), Object.keys(error).join()]) {
      expect(printed).not.toMatch(/transcript|weather\?|word word/)
    }
  })

  test('has it in a timeout', async () => {
    const { emulator, client } = await openEmulator()
    emulator.useFaults([{ path: '/v1/chat', effect: { kind: 'delay', milliseconds: 5000 } }])
    const error = await fail(run(client, { messages }, { tools: [sunny], timeout: 40 }))
    expect(error).toMatchObject({ code: 'timeout', transcript: messages })
  })

  test('has it when a tool throws, with the results of the calls that had finished', async () => {
    const { client } = await openCalls(['fast', 'stuck', 'weather'], isStreamed)
    const tools = [
      toTool(() => 'quick', 'fast'),
      toTool(() => new Promise(() => {}), 'stuck'),
      toTool(async () => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        throw new Error(secret)
      }),
    ]
    const error = await fail(run(client, { messages }, { tools }))
    expect(error).toBeInstanceOf(TabbyToolRunError)
    expect(ofChat).toBe(TabbyToolRunError)
    expect(error).toMatchObject({ code: 'tool_failed', call: { id: 'weather' }, cause: { message: secret } })
    expect(error.message).toBe('The tool weather threw, which ended the run: its cause is what was thrown')
    expect(toRoles(error.transcript)).toEqual(['user', 'assistant', 'tool'])
    expect(error.transcript[2]).toMatchObject({ role: 'tool', tool_call_id: 'fast', content: 'quick' })
    expect(JSON.stringify(error)).not.toContain(secret)
  })

  test.each([undefined, null, 0, 'text'])('throws tool_failed also when a tool throws %j', async (thrown) => {
    const { client } = await openCalls(['weather'], isStreamed)
    const error = await fail(run(client, { messages }, { tools: [toTool(() => Promise.reject(thrown))] }))
    expect(error).toMatchObject({ code: 'tool_failed', reason: 'tool-error' })
    expect(error.cause).toBe(thrown)
  })

  test('ends with the reason of an abort, untouched, while onStep has the conversation', async () => {
    const { client, readBodies } = await openCalls(['weather'], isStreamed)
    const controller = new AbortController()
    const reason = Object.freeze({ mine: true })
    const seen: [ToolStep, readonly object[]][] = []
    const onStep = (step: ToolStep, transcript: readonly object[]) => {
      seen.push([step, transcript])
      controller.abort(reason)
    }
    const error = await fail(run(client, { messages }, { tools: [sunny], signal: controller.signal, onStep }))
    expect(error).toBe(reason)
    expect(seen.map(([step, transcript]) => [step.results.length, toRoles(transcript)])).toEqual([
      [1, ['user', 'assistant', 'tool']],
    ])
    expect(readBodies()).toHaveLength(1)
  })

  test('waits for onStep before it goes on, and calls it for the last step too', async () => {
    const { client, readBodies } = await openCalls(['weather'], isStreamed)
    const asked: number[] = []
    const onStep = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      asked.push(readBodies().length)
    }
    await run(client, { messages }, { tools: [sunny], onStep })
    expect(asked).toEqual([1, 2])
  })

  test.each(['throws', 'rejects'])('ends with tool_failed when onStep %s', async (how) => {
    const { client } = await openCalls(['weather'], isStreamed)
    const reason = new Error('mine')
    const onStep = () => {
      if (how === 'throws') throw reason
      return Promise.reject(reason)
    }
    const error = await fail(run(client, { messages }, { tools: [sunny], onStep }))
    expect(error).toMatchObject({ code: 'tool_failed', message: expect.stringMatching(/onStep/) })
    expect(error.cause).toBe(reason)
    expect(toRoles(error.transcript)).toEqual(['user', 'assistant', 'tool'])
  })

  test('is left at once by an abort while onStep is waited for', async () => {
    const { client } = await openCalls(['weather'], isStreamed)
    const controller = new AbortController()
    const onStep = () => (controller.abort('enough'), new Promise<void>(() => {}))
    await expect(run(client, { messages }, { tools: [sunny], signal: controller.signal, onStep })).rejects.toBe(
      'enough',
    )
  })

  test('ends with the transcript of this run, when a fetch throws one error for two', async () => {
    const { client } = await openEmulator({ faults: [{ path: '/v1/chat', effect: { kind: 'status', status: 401 } }] })
    const shared = await fail(run(client, { messages }, { tools: [sunny] }))
    const again = createTabbyClient({ fetch: () => Promise.reject(shared), retry: false })
    const error = await fail(run(again, { messages: [] }, { tools: [sunny] }))
    expect(error.transcript).toEqual([])
  })
})

describe('onToolError', () => {
  test('of tell-model sends the model the message of what was thrown, and the run goes on', async () => {
    const { client, readBodies } = await openCalls(['weather', 'odd', 'huge', 'fast'])
    const thrown = new Error('the station is closed')
    const tools = [
      toTool(() => Promise.reject(thrown)),
      toTool(() => Promise.reject({ secret }), 'odd'),
      toTool(() => 1n, 'huge'),
      toTool(() => 'quick', 'fast'),
    ]
    const { text, steps } = await runTools(client, { messages }, { tools, onToolError: 'tell-model' })
    expect(text).toBe('Done.')
    const [weather, odd, huge, fast] = steps[0]!.results
    expect([weather!.content, odd!.content, fast!.content]).toEqual([
      'Error: weather failed: the station is closed',
      'Error: odd failed',
      'quick',
    ])
    expect(huge!.problem).toMatch(/the result of huge cannot be written as JSON/)
    expect(readBodies()[1].messages[2].content).toBe('Error: weather failed: the station is closed')
    // A route that passes results on must not show what an error of a library holds.
    expect(weather).toHaveProperty('error', thrown)
    expect(JSON.stringify(weather)).not.toContain('error"')
  })

  test('of throw, and left out, ends the run; anything else is refused', async () => {
    const tools = [toTool(() => Promise.reject(new Error('mine')))]
    for (const onToolError of ['throw', undefined] as const) {
      const { client } = await openCalls(['weather'])
      await expect(runTools(client, { messages }, { tools, onToolError })).rejects.toMatchObject({
        code: 'tool_failed',
      })
    }
    const { client, server } = await openCalls(['weather'])
    const run = runTools(client, { messages }, { tools, onToolError: 'tell' as never })
    await expect(run).rejects.toMatchObject({ code: 'request_refused', message: expect.stringMatching(/onToolError/) })
    expect(server.requests).toHaveLength(0)
  })

  test('of tell-model does not hide an abort, nor an approve that throws', async () => {
    const { client } = await openCalls(['weather'])
    const controller = new AbortController()
    const aborting = toTool(() => (controller.abort('enough'), Promise.reject(new Error('mine'))))
    const options = { onToolError: 'tell-model', signal: controller.signal } as const
    await expect(runTools(client, { messages }, { ...options, tools: [aborting] })).rejects.toBe('enough')
    const asked = await openCalls(['weather'])
    const approve = () => Promise.reject(new Error('mine'))
    const run = runTools(asked.client, { messages }, { tools: [sunny], onToolError: 'tell-model', approve })
    await expect(run).rejects.toMatchObject({ code: 'tool_failed', message: expect.stringMatching(/approve/) })
  })
})

describe('the transcript of a stream', () => {
  test('grows with the run, and is what the run returns', async () => {
    const { client } = await openCalls(['weather'], true)
    const stream = streamTools(client, { messages }, { tools: [sunny] })
    expect(stream.transcript).toEqual(messages)
    const lengths: Record<string, number> = {}
    for await (const event of stream) {
      lengths[event.type] ??= stream.transcript.length
      if (event.type === 'finish') expect(event.run.messages).toEqual(stream.transcript)
    }
    expect(lengths).toEqual({ 'tool-call': 1, 'tool-result': 3, step: 3, text: 3, finish: 4 })
    expect(messages).toHaveLength(1)
  })

  test('is there after an abort, with the results that were there', async () => {
    const { client } = await openCalls(['fast', 'weather'], true)
    const controller = new AbortController()
    const tools = [toTool(() => 'quick', 'fast'), toTool(() => new Promise(() => {}))]
    const stream = streamTools(client, { messages }, { tools, signal: controller.signal })
    const read = async () => {
      for await (const event of stream) if (event.type === 'tool-result') controller.abort('enough')
    }
    await expect(read()).rejects.toBe('enough')
    expect(toRoles(stream.transcript)).toEqual(['user', 'assistant', 'tool'])
  })

  test('is there after cancel(), which closes the connection; the stream has one reader', async () => {
    const { client, emulator } = await openEmulator({ settings: { speed: { tokensPerSecond: 50 } } })
    const execute = vi.fn<() => string>(() => 'sunny')
    const params = { messages: [{ role: 'user', content: '[[notool]] [[len:500]]' }] }
    const stream = streamTools(client, params, { tools: [toTool(execute)] })
    expect((await stream.next()).value?.type).toBe('text')
    await stream.cancel()
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(stream.transcript).toEqual(params.messages)
    await expect.poll(() => emulator.journal.at(-1)!.leftAfterMilliseconds).toBeTypeOf('number')
    stream[Symbol.asyncIterator]()
    expect(() => stream[Symbol.asyncIterator]()).toThrow(/one reader/)
  })
})

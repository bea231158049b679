import type { LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { createTabbyClient } from '@tabby/core'
import { eventStreamHeaders, readAll, serveAnswers } from '@tabby/emulator/testing'
import { streamText, tool } from 'ai'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createTabby } from '../src/index.js'
import { openTabby } from './serve-tabby.js'

const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }]
const look = { type: 'function' as const, name: 'look', inputSchema: {} }

/** Writes deltas as the server does, with the reason at the end. */
function writeBody(deltas: readonly object[], finish_reason = 'stop') {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'demo' }
  const chunks = deltas.map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] }))
  const last = { ...head, choices: [{ index: 0, delta: {}, finish_reason, eos_reason: 'stop_token' }] }
  return [...chunks, last].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('') + 'data: [DONE]\n\n'
}

/** The parts that a model makes of an answer. */
async function readParts(body: string, options: object = {}) {
  const server = await serveAnswers({ headers: eventStreamHeaders, body: [body] })
  onTestFinished(server.close)
  const tabby = createTabby(createTabbyClient({ baseUrl: server.url }))
  const { stream } = await tabby().doStream({ prompt, ...options })
  return readAll(stream)
}

/** Types, and what was written. */
const toLines = (parts: readonly LanguageModelV3StreamPart[]) =>
  parts.map((part) => ('delta' in part ? `${part.type} ${JSON.stringify(part.delta)}` : part.type))

const call = { tool_calls: [{ index: 0, id: 'call_1', function: { name: 'look', arguments: '{"at":1}' } }] }

test('reasoning, text and calls are blocks, each with its beginning and end', async () => {
  const deltas = [
    { reasoning_content: 'Let' },
    { reasoning_content: ' me' },
    { content: '\n\nI ' },
    { content: 'look' },
    call,
  ]
  const parts = await readParts(writeBody(deltas, 'tool_calls'))
  expect(toLines(parts)).toEqual([
    'stream-start',
    'response-metadata',
    'reasoning-start',
    'reasoning-delta "Let"',
    'reasoning-delta " me"',
    'reasoning-end',
    'text-start',
    'text-delta "\\n\\nI "',
    'text-delta "look"',
    'text-end',
    'tool-input-start',
    'tool-input-delta "{\\"at\\":1}"',
    'tool-input-end',
    'tool-call',
    'finish',
  ])
  expect(parts[1]).toMatchObject({ id: 'chatcmpl-1', modelId: 'demo', timestamp: new Date('2023-11-14T22:13:20Z') })
  expect(parts.at(-2)).toEqual({ type: 'tool-call', toolCallId: 'call_1', toolName: 'look', input: '{"at":1}' })
  expect(parts.at(-1)).toMatchObject({ finishReason: { unified: 'tool-calls', raw: 'tool_calls' } })
})

test.each([
  ['before a call are left out', [{ content: '\n' }, { content: '\r\n' }, call], 'tool_calls', []],
  ['are kept before text', [{ content: '\n' }, { content: 'a' }], 'stop', ['text-delta "\\na"']],
  ['are kept when nothing follows', [{ content: '\n' }], 'stop', ['text-delta "\\n"']],
  [
    'within a text are written at once',
    [{ content: 'a' }, { content: '\n' }, call],
    'tool_calls',
    ['text-delta "a"', 'text-delta "\\n"'],
  ],
])('line ends %s', async (_, deltas, reason, expected) => {
  const lines = toLines(await readParts(writeBody(deltas, reason)))
  expect(lines.filter((line) => line.startsWith('text-delta'))).toEqual(expected)
})

test.each([
  ['length', 'length'],
  ['content_filter', 'other'],
])('the reason %s becomes %s', async (raw, unified) => {
  expect((await readParts(writeBody([{ content: 'a' }], raw))).at(-1)).toMatchObject({ finishReason: { unified, raw } })
})

test('raw chunks are there if they are asked for', async () => {
  const body = writeBody([{ content: 'a' }])
  expect(toLines(await readParts(body))).not.toContain('raw')
  const parts = await readParts(body, { includeRawChunks: true })
  expect(parts.filter(({ type }) => type === 'raw')).toHaveLength(2)
  expect(parts[2]).toMatchObject({ type: 'raw', rawValue: { choices: [{ delta: { content: 'a' } }] } })
})

test('a call that the server left in the text is a warning in the metadata', async () => {
  const body = writeBody([{ content: '<tool_call>\n{"name": "look", ' }, { content: '"arguments": {}}\n</tool_call>' }])
  const warnings = [expect.stringContaining('tool_format')]
  expect((await readParts(body, { tools: [look] })).at(-1)).toMatchObject({ providerMetadata: { tabby: { warnings } } })
  expect((await readParts(body)).at(-1)).not.toHaveProperty('providerMetadata.tabby.warnings')
})

describe('a stream that breaks', () => {
  test.each(['error', 'truncate', 'cut'] as const)(
    '%s: the error is a part, open blocks end, and onError gets it',
    async (kind) => {
      const { tabby, emulator } = await openTabby()
      emulator.useFaults([{ path: '/v1/chat/completions', effect: { kind, afterEvents: 2 } }])
      const errors: unknown[] = []
      const onError = ({ error }: { error: unknown }) => void errors.push(error)
      const result = streamText({ model: tabby(), prompt: 'Hello', maxOutputTokens: 50, onError })
      const types = (await readAll(result.fullStream)).map(({ type }) => type)
      expect(types.slice(-4)).toEqual(['text-end', 'error', 'finish-step', 'finish'])
      expect(await result.finishReason).toBe('error')
      expect(errors).toMatchObject([{ name: 'TabbyStreamError' }])
      expect(JSON.stringify(errors)).not.toContain('Hello')
    },
  )

  test('what is refused before the first chunk is an APICallError', async () => {
    const { tabby } = await openTabby()
    const errors: unknown[] = []
    const onError = ({ error }: { error: unknown }) => void errors.push(error)
    await streamText({ model: tabby(), prompt: 'Hello', temperature: 4321, onError }).consumeStream()
    expect(errors).toMatchObject([{ name: 'AI_APICallError', statusCode: 422, isRetryable: false }])
  })

  test('a server that is not there gives an error of the client as it is', async () => {
    const tabby = createTabby(createTabbyClient({ baseUrl: 'http://127.0.0.1:1', retry: false }))
    await expect(tabby().doStream({ prompt })).rejects.toMatchObject({ code: 'connection_error' })
  })
})

test('a tool loop runs its tool once, and streams to the answer', async () => {
  const { tabby, emulator } = await openTabby()
  const cities: string[] = []
  const get_weather = tool({
    description: 'Current weather',
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => {
      cities.push(city)
      return { city, sky: 'sunny' }
    },
  })
  const result = streamText({
    model: tabby(),
    prompt: 'The weather [[tool:1]]',
    tools: { get_weather },
    stopWhen: ({ steps }) => steps.length === 2,
  })
  await result.consumeStream()
  expect(cities).toHaveLength(1)
  expect((await result.steps).map(({ finishReason }) => finishReason)[0]).toBe('tool-calls')
  const { messages } = JSON.parse(emulator.journal[1]?.body ?? '{}') as {
    messages: { role: string; content: string }[]
  }
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
  expect(messages[2]?.content).toContain('"sky":"sunny"')
})

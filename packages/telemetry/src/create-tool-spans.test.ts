import { SpanStatusCode, trace } from '@opentelemetry/api'
import { defineTool, runTools, type ToolContext } from '@tabby/chat'
import { TabbyRequestError } from '@tabby/core'
import { expect, test } from 'vitest'
import { completion, recordTelemetry, serveTraced } from '../test/serve-traced.js'
import { createToolSpans } from './create-tool-spans.js'

const schema = { type: 'object', properties: { city: { type: 'string' } } }
const weather = defineTool({ name: 'weather', description: 'Weather', schema, execute: () => ({ celsius: 21 }) })
const call = { id: 'call-1', type: 'function' as const, function: { name: 'weather', arguments: '{"city":"Oslo"}' } }
const asked = completion('', {
  choices: [
    { index: 0, message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'tool_calls' },
  ],
})
const makeContext = (signal = new AbortController().signal): ToolContext => ({ signal, call })

test('a tool that a model calls has a span of its own between those of the steps', async () => {
  const { client, providers, listSpans, listPoints } = await serveTraced((index) => (index ? completion('21') : asked))
  const tools = createToolSpans([weather], providers)
  const run = await runTools(client, { messages: [{ role: 'user', content: 'How warm is it?' }] }, { tools })
  expect(run.text).toBe('21')
  const spans = await listSpans()
  expect(spans.map(({ name }) => name)).toEqual(['chat', 'execute_tool weather', 'chat'])
  expect(spans[1]!.attributes).toEqual({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'weather',
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': 'call-1',
  })
  const durations = (await listPoints()).filter(({ name }) => name === 'gen_ai.execute_tool.duration')
  expect(durations).toMatchObject([
    { attributes: { 'gen_ai.tool.name': 'weather', 'gen_ai.tool.type': 'function' }, value: { count: 1 } },
  ])
})

test('a traced tool is the same to the server, and the given one is not changed', async () => {
  const { providers, listSpans } = recordTelemetry()
  const [traced] = createToolSpans([weather], providers)
  expect(JSON.stringify(traced)).toBe(JSON.stringify(weather))
  expect(await weather.run({}, makeContext())).toEqual({ celsius: 21 })
  expect(await listSpans()).toHaveLength(0)
})

test('with content, arguments and results are written, and what is no JSON is left out', async () => {
  const { providers, listSpans } = recordTelemetry()
  const results: unknown[] = [{ celsius: 21 }, 1n, undefined]
  const tool = { ...weather, run: async () => results.shift() }
  const [traced] = createToolSpans([tool], { ...providers, content: true })
  for (let count = 0; count < 3; count++) await (traced.run as (args: unknown) => unknown)({ city: 'Oslo' })
  const written = (await listSpans()).map(({ attributes }) => [
    attributes['gen_ai.tool.call.arguments'],
    attributes['gen_ai.tool.call.result'],
  ])
  const args = '{"city":"Oslo"}'
  expect(written).toEqual([
    [args, '{"celsius":21}'],
    [args, undefined],
    [args, undefined],
  ])
})

test.each([
  ['an error', new RangeError('the words'), 'RangeError'],
  ['an error of ours', new TabbyRequestError('the words'), 'request_refused'],
  ['something else', 'the words', '_OTHER'],
])('a tool that throws %s ends its span with a type, and throws the same', async (_, thrown, type) => {
  const { providers, listSpans, listPoints } = recordTelemetry()
  const tool = { ...weather, run: (): Promise<never> => Promise.reject(thrown) }
  const [traced] = createToolSpans([tool], providers)
  await expect((traced.run as () => unknown)()).rejects.toBe(thrown)
  const [span] = await listSpans()
  expect(span).toMatchObject({ status: { code: SpanStatusCode.ERROR }, attributes: { 'error.type': type } })
  expect(JSON.stringify([span!.attributes, span!.events, span!.status])).not.toContain('words')
  expect((await listPoints())[0]!.attributes).toMatchObject({ 'error.type': type })
})

test('a run that was aborted is no error', async () => {
  const { providers, listSpans } = recordTelemetry()
  const controller = new AbortController()
  const tool = {
    ...weather,
    async run(_: unknown, { signal }: ToolContext) {
      controller.abort('enough')
      throw signal.reason
    },
  }
  const [traced] = createToolSpans([tool], providers)
  await expect(traced.run({}, makeContext(controller.signal))).rejects.toBe('enough')
  expect((await listSpans())[0]).toMatchObject({
    status: { code: SpanStatusCode.UNSET },
    attributes: { 'tabby.left_early': true },
  })
})

test('what a tool does is inside its span', async () => {
  const { providers, listSpans } = recordTelemetry()
  let inner: string | undefined
  const tool = { ...weather, run: async () => (inner = trace.getActiveSpan()?.spanContext().spanId) }
  const [traced] = createToolSpans([tool], providers)
  await (traced.run as () => unknown)()
  expect(inner).toBe((await listSpans())[0]!.spanContext().spanId)
})

test('older names have no metric for tools', async () => {
  const { providers, listPoints } = recordTelemetry()
  const [traced] = createToolSpans([weather], { ...providers, names: 'v1.41.0' })
  await traced.run({}, makeContext())
  expect(await listPoints()).toEqual([])
})

test('what is no tool, no list or no option is refused by name', () => {
  expect(() => createToolSpans([weather, {}] as never)).toThrow('createToolSpans: tools.1 cannot be run')
  expect(() => createToolSpans({} as never)).toThrow('createToolSpans: the tools must be a list')
  expect(() => createToolSpans([], { names: 'v2' } as never)).toThrow('createToolSpans: names must be')
})

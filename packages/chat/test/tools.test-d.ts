import {
  type ChatTool,
  defineTool,
  runTools,
  streamTools,
  type TabbyToolRunError,
  type Tool,
  type ToolEvent,
  type ToolRun,
  type ToolStream,
} from '@tabby/chat'
import {
  type ChatMessage,
  isTabbyError,
  type StandardSchema,
  type TabbyClient,
  type ToolCall,
  type Usage,
} from '@tabby/core'
import * as v from 'valibot'
import { expectTypeOf, test } from 'vitest'

declare const client: TabbyClient
const schema = v.object({ city: v.string(), days: v.optional(v.number(), 3) })
type Converter = { jsonSchema: { input: () => Record<string, unknown> } }
declare const standard: { '~standard': StandardSchema<{ zone: 'UTC' | 'CET' }>['~standard'] & Converter }

const weather = defineTool({
  name: 'weather',
  schema: { schema, jsonSchema: {} },
  execute: async ({ city }) => ({ city, celsius: 21 }),
})
const time = defineTool({ name: 'time', schema: standard, execute: ({ zone }) => zone.length })
const free = defineTool({ name: 'free', schema: { type: 'object' }, execute: () => 'free' })

test('arguments have the type that the schema gives', () => {
  defineTool({
    name: 'weather',
    schema: { schema, jsonSchema: {} },
    execute: (argument, { signal, call }) => {
      expectTypeOf(argument).toEqualTypeOf<{ city: string; days: number }>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(call.function.name).toBeString()
    },
  })
  defineTool({
    name: 'time',
    schema: standard,
    execute: (argument) => expectTypeOf(argument).toEqualTypeOf<{ zone: 'UTC' | 'CET' }>(),
  })
  defineTool({
    name: 'free',
    schema: { type: 'object', properties: {} },
    execute: (argument) => expectTypeOf(argument).toBeUnknown(),
  })
  // @ts-expect-error -- There is no such argument.
  defineTool({ name: 'weather', schema: { schema, jsonSchema: {} }, execute: ({ town }) => town })
  // @ts-expect-error -- A tool needs a schema.
  defineTool({ name: 'weather', execute: () => 1 })
})

test('a tool keeps its name, its arguments and its result', () => {
  expectTypeOf(weather).toEqualTypeOf<
    Tool<'weather', { city: string; days: number }, { city: string; celsius: number }>
  >()
  expectTypeOf(time).toEqualTypeOf<Tool<'time', { zone: 'UTC' | 'CET' }, number>>()
  expectTypeOf(free).toEqualTypeOf<Tool<'free', unknown, string>>()
})

test('everything that is optional may be undefined', () => {
  const description: string | undefined = undefined
  const tool = defineTool({ name: 'a', description, schema: {}, approve: undefined, execute: () => 1 })
  void runTools(
    client,
    { messages: [] },
    {
      tools: [tool],
      maxSteps: undefined,
      maxParallelCalls: undefined,
      toolTimeout: undefined,
      approve: undefined,
      onToolError: undefined,
      onStep: undefined,
      splitReasoning: undefined,
      signal: undefined,
    },
  )
})

test('an approval has checked arguments, of the tool and of the run', () => {
  defineTool({
    name: 'weather',
    schema: { schema, jsonSchema: {} },
    approve: ({ city }, { signal, call }) => {
      expectTypeOf(city).toBeString()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(call).toEqualTypeOf<ToolCall>()
      return city.length > 1 || 'no such city'
    },
    execute: () => 1,
  })
  void runTools(
    client,
    { messages: [] },
    {
      tools: [weather, time, free],
      approve: (call, { signal }) => {
        expectTypeOf(call.name).toEqualTypeOf<'weather' | 'time' | 'free'>()
        if (call.name === 'time') expectTypeOf(call.args.zone).toEqualTypeOf<'UTC' | 'CET'>()
        if (call.name === 'free') expectTypeOf(call.args).toBeUnknown()
        expectTypeOf(call).toExtend<ToolCall>()
        return !signal.aborted
      },
    },
  )
  void runTools(
    client,
    { messages: [] },
    { tools: [weather], approve: ({ name, args }) => name === 'weather' && args.days > 1 },
  )
  void runTools(
    client,
    { messages: [] },
    { tools: [weather], approve: (call: ToolCall) => call.function.name === 'weather' },
  )
  // @ts-expect-error -- A verdict is true, false or a sentence.
  void runTools(client, { messages: [] }, { tools: [weather], approve: () => 5 })
})

test('results are a union by name, of a run and of a stream', async () => {
  const tools = [weather, time, free]
  const run = await runTools(client, { messages: [] }, { tools })
  expectTypeOf(run).toEqualTypeOf<ToolRun<typeof weather | typeof time | typeof free>>()
  expectTypeOf(run.text).toBeString()
  expectTypeOf(run.usage).toEqualTypeOf<Usage | undefined>()
  for (const result of run.steps[0]!.results) {
    expectTypeOf(result.content).toBeString()
    if (result.problem !== undefined) {
      expectTypeOf(result.value).toBeUndefined()
      expectTypeOf(result.name).toBeString()
    } else if (result.name === 'weather') {
      expectTypeOf(result.value).toEqualTypeOf<{ city: string; celsius: number }>()
      expectTypeOf(result.args).toEqualTypeOf<{ city: string; days: number }>()
    } else if (result.name === 'time') expectTypeOf(result.value).toBeNumber()
    else expectTypeOf(result.value).toBeString()
  }
  const stream = streamTools(client, { messages: [] }, { tools })
  expectTypeOf(stream.transcript).toEqualTypeOf<readonly ChatMessage[]>()
  for await (const event of stream) {
    if (event.type !== 'tool-result' || event.result.problem !== undefined) continue
    if (event.result.name === 'time') expectTypeOf(event.result.value).toBeNumber()
  }
})

test('tools of different arguments go together, into a run and into any chat', () => {
  const tools: Tool[] = [
    defineTool({ name: 'a', schema: { schema, jsonSchema: {} }, execute: ({ city }) => city }),
    defineTool({ name: 'b', schema: standard, approve: ({ zone }) => zone === 'UTC', execute: ({ zone }) => zone }),
  ]
  expectTypeOf(tools).toExtend<ChatTool[]>()
  expectTypeOf(runTools(client, { messages: [] }, { tools })).resolves.toEqualTypeOf<ToolRun>()
  expectTypeOf(streamTools(client, { messages: [] }, { tools })).toEqualTypeOf<ToolStream>()
  expectTypeOf(streamTools(client, { messages: [] }, { tools })).toExtend<AsyncIterable<ToolEvent>>()
  // @ts-expect-error -- Tools are needed.
  void runTools(client, { messages: [] }, {})
})

test('errors of a run have a transcript, and those of tools are told apart by their code', () => {
  const error: unknown = undefined
  if (!isTabbyError(error)) return
  expectTypeOf(error.transcript).toEqualTypeOf<readonly ChatMessage[] | undefined>()
  if (error.name === 'TabbyToolRunError') {
    expectTypeOf(error).toEqualTypeOf<TabbyToolRunError>()
    expectTypeOf(error.transcript).toEqualTypeOf<readonly ChatMessage[]>()
    expectTypeOf(error.code).toEqualTypeOf<'tool_step_limit' | 'tool_call_malformed' | 'tool_failed'>()
    expectTypeOf(error.cause).toBeUnknown()
  }
})

import { type ChatTool, defineTool, runTools, streamTools, type Tool, type ToolEvent, type ToolRun } from '@tabby/chat'
import type { StandardSchema, TabbyClient } from '@tabby/core'
import * as v from 'valibot'
import { expectTypeOf, test } from 'vitest'

declare const client: TabbyClient
const schema = v.object({ city: v.string(), days: v.optional(v.number(), 3) })
type Converter = { jsonSchema: { input: () => Record<string, unknown> } }
declare const standard: { '~standard': StandardSchema<{ zone: 'UTC' | 'CET' }>['~standard'] & Converter }

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

test('tools of different arguments go together, into a run and into any chat', () => {
  const tools: Tool[] = [
    defineTool({ name: 'a', schema: { schema, jsonSchema: {} }, execute: ({ city }) => city }),
    defineTool({ name: 'b', schema: standard, execute: ({ zone }) => zone }),
  ]
  expectTypeOf(tools).toExtend<ChatTool[]>()
  expectTypeOf(runTools(client, { messages: [] }, { tools })).resolves.toEqualTypeOf<ToolRun>()
  expectTypeOf(streamTools(client, { messages: [] }, { tools })).toExtend<AsyncIterable<ToolEvent>>()
  // @ts-expect-error -- Tools are needed.
  void runTools(client, { messages: [] }, {})
})

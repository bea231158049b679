import { type ChatObject, createChatObject, streamChatObject } from '@tabby/chat'
import type { StandardSchema, TabbyClient } from '@tabby/core'
import * as v from 'valibot'
import { expectTypeOf, test } from 'vitest'

declare const client: TabbyClient
type Converter = { jsonSchema: { input: () => Record<string, unknown> } }
declare const standard: { '~standard': StandardSchema<{ zone: 'UTC' | 'CET' }>['~standard'] & Converter }
const schema = v.object({ name: v.string(), age: v.optional(v.number(), 1) })

test('the value has the type that the schema gives', () => {
  const pair = createChatObject(client, { schema: { schema, jsonSchema: {} }, messages: [] })
  expectTypeOf(pair).resolves.toEqualTypeOf<ChatObject<{ name: string; age: number }>>()
  const one = createChatObject(client, { schema: standard, messages: [], temperature: 0 })
  expectTypeOf(one).resolves.toEqualTypeOf<ChatObject<{ zone: 'UTC' | 'CET' }>>()
  const free = createChatObject(client, { schema: { type: 'object' }, messages: [] })
  expectTypeOf(free).resolves.toEqualTypeOf<ChatObject<unknown>>()
})

test('a growing value has the type of what the model writes, with anything missing and any text cut', async () => {
  const written = v.object({
    at: v.pipe(v.string(), v.toDate()),
    kind: v.picklist(['a', 'b']),
    list: v.array(v.object({ sum: v.optional(v.nullable(v.number()), 0) })),
    pair: v.tuple([v.string(), v.boolean()]),
  })
  const stream = await streamChatObject(client, { schema: { schema: written, jsonSchema: {} }, messages: [] })
  for await (const value of stream) {
    expectTypeOf(value).toEqualTypeOf<{
      at?: string
      kind?: string
      list?: { sum?: number | null | undefined }[]
      pair?: (string | boolean)[]
    }>()
  }
  const { object } = await stream.collect()
  expectTypeOf(object.at).toEqualTypeOf<Date>()
  expectTypeOf(object.kind).toEqualTypeOf<'a' | 'b'>()
  const free = await streamChatObject(client, { schema: { type: 'object' }, messages: [] })
  expectTypeOf(free.next()).resolves.toEqualTypeOf<IteratorResult<unknown, undefined>>()
})

test('schema and messages are needed', () => {
  // @ts-expect-error -- There is no schema.
  void createChatObject(client, { messages: [] })
  // @ts-expect-error -- There are no messages.
  void createChatObject(client, { schema: {} })
  // @ts-expect-error -- There is no schema.
  void streamChatObject(client, { messages: [] })
})

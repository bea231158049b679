import { type ChatObject, createChatObject } from '@tabby/chat'
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

test('schema and messages are needed', () => {
  // @ts-expect-error -- There is no schema.
  void createChatObject(client, { messages: [] })
  // @ts-expect-error -- There are no messages.
  void createChatObject(client, { schema: {} })
})

import { type ChatObject, createChatObject, defineTool, streamChatObject } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'

declare const client: TabbyClient
type Person = { name: string; kind: 'adult' | 'child'; tags: string[] }
type Growing = { name?: string; kind?: string; tags?: string[] }

test('zod', async () => {
  const schema = z.object({ name: z.string(), kind: z.enum(['adult', 'child']), tags: z.array(z.string()) })
  expectTypeOf(createChatObject(client, { schema, messages: [] })).resolves.toEqualTypeOf<ChatObject<Person>>()
  for await (const value of await streamChatObject(client, { schema, messages: [] })) {
    expectTypeOf(value).toEqualTypeOf<Growing>()
  }
  defineTool({ name: '', schema, execute: (person) => expectTypeOf(person).toEqualTypeOf<Person>() })
})

test('arktype', async () => {
  const schema = type({ name: 'string', kind: "'adult' | 'child'", tags: 'string[]' })
  expectTypeOf(createChatObject(client, { schema, messages: [] })).resolves.toEqualTypeOf<ChatObject<Person>>()
  for await (const value of await streamChatObject(client, { schema, messages: [] })) {
    expectTypeOf(value).toEqualTypeOf<Growing>()
  }
  defineTool({ name: '', schema, execute: (person) => expectTypeOf(person).toEqualTypeOf<Person>() })
})

test('valibot, with its converter', async () => {
  const person = v.object({ name: v.string(), kind: v.picklist(['adult', 'child']), tags: v.array(v.string()) })
  const schema = toStandardJsonSchema(person)
  expectTypeOf(createChatObject(client, { schema, messages: [] })).resolves.toEqualTypeOf<ChatObject<Person>>()
  for await (const value of await streamChatObject(client, { schema, messages: [] })) {
    expectTypeOf(value).toEqualTypeOf<Growing>()
  }
  defineTool({ name: '', schema, execute: (argument) => expectTypeOf(argument).toEqualTypeOf<Person>() })
})

test('values that a schema changes have one type while they grow, and another at the end', async () => {
  const schema = z.object({ at: z.string().transform((text) => new Date(text)), count: z.number().default(1) })
  const stream = await streamChatObject(client, { schema, messages: [] })
  expectTypeOf(stream.next()).resolves.toEqualTypeOf<
    IteratorResult<{ at?: string; count?: number | undefined }, undefined>
  >()
  expectTypeOf(stream.collect()).resolves.toEqualTypeOf<ChatObject<{ at: Date; count: number }>>()
})

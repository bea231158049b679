import { type CompletionObject, createCompletionObject, streamCompletionObject } from '@tabby/completions'
import type { TabbyClient } from '@tabby/core'
import * as v from 'valibot'
import { expectTypeOf, test } from 'vitest'

declare const client: TabbyClient
const schema = { schema: v.object({ at: v.pipe(v.string(), v.toDate()) }), jsonSchema: {} }

test('the value has the type that the schema gives, and a growing one that of what the model writes', async () => {
  const whole = createCompletionObject(client, { schema, prompt: '' })
  expectTypeOf(whole).resolves.toEqualTypeOf<CompletionObject<{ at: Date }>>()
  const stream = await streamCompletionObject(client, { schema, prompt: '', max_tokens: 5, temperature: 0 })
  for await (const value of stream) expectTypeOf(value).toEqualTypeOf<{ at?: string }>()
  expectTypeOf(stream.collect()).resolves.toEqualTypeOf<CompletionObject<{ at: Date }>>()
  const free = createCompletionObject(client, { schema: { type: 'object' }, prompt: '' })
  expectTypeOf(free).resolves.toEqualTypeOf<CompletionObject<unknown>>()
})

test('schema and one prompt are needed, and a number of tokens where it is streamed', () => {
  // @ts-expect-error -- There is no schema.
  void createCompletionObject(client, { prompt: '' })
  // @ts-expect-error -- A value is read from one text.
  void createCompletionObject(client, { schema, prompt: ['a', 'b'] })
  // @ts-expect-error -- The server fails without max_tokens.
  void streamCompletionObject(client, { schema, prompt: '' })
})

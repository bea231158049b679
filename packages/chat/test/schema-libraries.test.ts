import { createChatObject, defineTool, runTools, streamChatObject } from '@tabby/chat'
import type { StandardJsonSchema } from '@tabby/core'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { z as z3 } from 'zod/v3'
import { openEmulator } from './stream-server.js'

type Person = { name: string; age: number; kind: 'adult' | 'child'; tags: string[] }

/** One schema, in each library. A name is changed on its way, so that one sees that the library was asked. */
const libraries: Record<string, StandardJsonSchema<Person>> = {
  zod: z.object({
    name: z.string().overwrite((name) => name.toUpperCase()),
    age: z.int().min(0),
    kind: z.enum(['adult', 'child']),
    tags: z.array(z.string()),
  }),
  arktype: type({
    name: type('string').pipe((name) => name.toUpperCase()),
    age: 'number.integer >= 0',
    kind: "'adult' | 'child'",
    tags: 'string[]',
  }),
  valibot: toStandardJsonSchema(
    v.object({
      name: v.pipe(
        v.string(),
        v.transform((name) => name.toUpperCase()),
      ),
      age: v.pipe(v.number(), v.integer(), v.minValue(0)),
      kind: v.picklist(['adult', 'child']),
      tags: v.array(v.string()),
    }),
  ),
}
const messages = [{ role: 'user', content: 'Invent a person' }]
const person = {
  name: expect.stringMatching(/^[^a-z]+$/),
  age: expect.any(Number),
  kind: expect.stringMatching(/^(adult|child)$/),
  tags: expect.any(Array),
}
const members = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 }, tags: { type: 'array' } },
  required: expect.arrayContaining(['name', 'age', 'kind', 'tags']),
}

describe.each(Object.entries(libraries))('a schema of %s', (_library, schema) => {
  test('gives a checked object', async () => {
    const { client, readBodies } = await openEmulator()
    const { object } = await createChatObject(client, { schema, messages })
    expect(object).toEqual(person)
    expect(readBodies()[0].json_schema).toMatchObject(members)
  })

  test('gives an object that grows, and is checked at its end', async () => {
    const { client } = await openEmulator()
    const stream = await streamChatObject(client, { schema, messages })
    const shown = await readAll(stream)
    expect(shown[0]).toEqual({})
    expect((shown.at(-1) as Person).kind).toMatch(/^(adult|child)$/)
    expect((await stream.collect()).object).toEqual(person)
  })

  test('says where an answer does not fit', async () => {
    const { client } = await openEmulator()
    const other = { type: 'object', properties: { name: { type: 'integer' } }, required: ['name'] }
    const error = await createChatObject(client, { schema: { schema, jsonSchema: other }, messages }).catch(
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ name: 'TabbyObjectError', reason: 'schema-mismatch' })
    expect(error.paths).toContain('name')
  })

  test('checks what a tool is called with, and tells the tool what it made of it', async () => {
    const { client, readBodies } = await openEmulator()
    const seen: unknown[] = []
    const tool = defineTool({
      name: 'greet',
      description: 'Greets a person',
      schema,
      execute: (argument) => void seen.push(argument),
    })
    await runTools(client, { messages }, { tools: [tool] })
    expect(seen).toEqual([person])
    expect(readBodies()[0].tools[0].function.parameters).toMatchObject(members)
    expect(await tool.check('{"name": 5}')).toHaveProperty('problem', expect.stringContaining('name'))
  })
})

describe('a schema that does not know its JSON schema is refused with what to do, and nothing is sent', () => {
  const unknowing: Record<string, [object, RegExp]> = {
    'of zod 3': [z3.object({ name: z3.string() }), /zod 4\.2 or newer.*z\.toJSONSchema\(schema\)/],
    'of valibot': [v.object({ name: v.string() }), /toStandardJsonSchema of @valibot\/to-json-schema/],
    'of zod, which cannot convert a date': [z.object({ at: z.date() }), /Date cannot be represented/],
    'of zod, which cannot convert a big integer': [z.bigint(), /BigInt cannot be represented/],
  }
  test.each(Object.entries(unknowing))('%s', async (_library, [schema, message]) => {
    const { client, readBodies } = await openEmulator()
    const refusal = { name: 'TabbyRequestError', code: 'request_refused', message: expect.stringMatching(message) }
    for (const call of [createChatObject, streamChatObject]) {
      await expect(call(client, { schema: schema as never, messages })).rejects.toMatchObject(refusal)
    }
    const define = () => defineTool({ name: 'f', schema: schema as never, execute: () => 1 })
    expect(define).toThrow(expect.objectContaining(refusal))
    expect(readBodies()).toEqual([])
  })

  test('and works in the pair that the error names', async () => {
    const { client } = await openEmulator()
    const checks = z3.object({ name: z3.string().transform((name) => name.toUpperCase()) })
    const jsonSchema = z.toJSONSchema(z.object({ name: z.string() }))
    const { object } = await createChatObject(client, { schema: { schema: checks, jsonSchema }, messages })
    expect(object.name).toMatch(/^[^a-z]+$/)
  })
})

test('records of zod are sent without what makes the server ignore them, and z.toJSONSchema is taken', async () => {
  const { client, readBodies } = await openEmulator()
  const schema = z.object({ scores: z.record(z.string(), z.record(z.string(), z.number())) })
  await createChatObject(client, { schema: z.toJSONSchema(schema), messages })
  const text = JSON.stringify(readBodies()[0].json_schema)
  expect(text).not.toMatch(/propertyNames|\$schema/)
  expect(readBodies()[0].json_schema.properties.scores).toEqual({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'number' } },
  })
})

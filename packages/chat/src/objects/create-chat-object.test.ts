import { createTabbyClient, isTabbyError } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { openEmulator } from '../../test/stream-server.js'
import { createChatCompletion } from '../create-chat-completion.js'
import { createChatObject } from './create-chat-object.js'
import { streamChatObject } from './stream-chat-object.js'

const messages = [{ role: 'user', content: 'Invent a person' }]
const schema = v.object({
  name: v.string(),
  age: v.pipe(v.number(), v.integer()),
  tags: v.optional(v.array(v.string())),
})
const jsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'age'],
}
const lorem = { name: 'lorem', age: 42, tags: ['lorem', 'lorem'] }
const fail = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable(),
    (error) => error,
  )
const ask = (name: string, given: object = { schema, jsonSchema }) =>
  withRecording(name, (client) => createChatObject(client, { schema: given as Record<string, unknown>, messages }))
const say = (text: string) => [{ role: 'user', content: `[[say64:${Buffer.from(text).toString('base64')}]]` }]

describe('against the emulator', () => {
  test('the schema is sent as json_schema, and the value is what the schema makes of it', async () => {
    const { client, readBodies } = await openEmulator()
    const upper = v.object({ name: v.pipe(v.string(), v.toUpperCase()), age: v.number() })
    const { object, answer } = await createChatObject(client, { schema: { schema: upper, jsonSchema }, messages })
    expect(object.name).toMatch(/^[^a-z]+$/)
    expect(answer.choices[0]!.finish_reason).toBe('stop')
    expect(readBodies()[0]).toMatchObject({ json_schema: jsonSchema, messages })
    expect(readBodies()[0]).not.toHaveProperty('schema')
  })

  test('a Standard Schema that knows its JSON schema is enough, and so is a JSON schema', async () => {
    const { client, readBodies } = await openEmulator()
    const standard = { '~standard': { ...schema['~standard'], jsonSchema: { input: () => jsonSchema } } }
    for (const given of [standard, jsonSchema]) {
      const { object } = await createChatObject(client, { schema: given, messages })
      expect(object).toMatchObject({ name: expect.any(String), age: expect.any(Number) })
    }
    expect(readBodies().map((body) => body.json_schema)).toEqual([jsonSchema, jsonSchema])
  })

  test('a schema that the server would ignore is refused before anything is sent', async () => {
    const { client, readBodies } = await openEmulator()
    const error = await fail(createChatObject(client, { schema: { type: 'nope' }, messages }))
    expect(error).toMatchObject({ name: 'TabbyRequestError', message: /schema\.type/ })
    const twice = await fail(createChatObject(client, { schema: jsonSchema, messages, n: 2 }))
    expect(twice.message).toMatch(/n must be 1/)
    expect(readBodies()).toEqual([])
  })

  test('an abort throws its reason, and errors of the server come through', async () => {
    const { client } = await openEmulator({ faults: [{ effect: { kind: 'status', status: 401 }, skip: 1 }] })
    const signal = AbortSignal.abort('enough')
    expect(await fail(createChatObject(client, { schema: jsonSchema, messages }, { signal }))).toBe('enough')
    await createChatObject(client, { schema: jsonSchema, messages })
    expect((await fail(createChatObject(client, { schema: jsonSchema, messages }))).code).toBe('authentication_error')
  })
})

describe('recorded answers', () => {
  test('a value, with thoughts before it', async () => {
    expect((await ask('chat_json_schema_usage')).object).toEqual(lorem)
    expect((await ask('chat_json_schema_reasoning')).object).toEqual(lorem)
  })

  test('one that was cut off by its length says so, and keeps its text out of sight', async () => {
    const error = await fail(ask('chat_json_schema_cut_by_length'))
    expect(error).toMatchObject({ name: 'TabbyObjectError', code: 'invalid_object', reason: 'truncated', paths: [] })
    expect(error.text).toBe('{"name"')
    expect(JSON.stringify(error)).not.toContain('{"name"}')
    expect(Object.keys(error)).not.toContain('text')
  })

  test('one of a server that ignored the schema', async () => {
    const error = await fail(ask('chat_response_format_invalid_schema_IGNORED'))
    expect(error).toMatchObject({ reason: 'invalid-json', text: 'Lorem ipsum dolor' })
  })

  test('one that was interrupted, although it calls itself finished', async () => {
    expect(await fail(ask('unload_during_chat_plain'))).toMatchObject({ reason: 'interrupted' })
  })

  test('one of another shape names the places, not the values', async () => {
    const other = v.object({ name: v.number(), tags: v.array(v.number()) })
    const error = await fail(ask('chat_json_schema_usage', { schema: other, jsonSchema }))
    expect(error).toMatchObject({ reason: 'schema-mismatch', paths: ['name', 'tags.0', 'tags.1'] })
    expect(error.message).toMatch(/^The reply does not match the schema, .* at name, tags\.0, tags\.1$/)
    expect(error.message).not.toContain('lorem')
  })
})

test('a number that was cut off is not taken for a whole one', async () => {
  const { client } = await openEmulator()
  // The mark makes the model say this whatever the schema is; the third token is not said any more.
  const params = { schema: { schema: v.unknown(), jsonSchema: {} }, messages: say('1 2 3'), max_tokens: 1 }
  const error = await fail(createChatObject(client, params))
  expect(error).toMatchObject({ reason: 'truncated' })
})

describe('a server that did not apply the schema', () => {
  const json = JSON.stringify(lorem)
  const texts: Record<string, [string, string]> = {
    'JSON alone': [json, 'whole'],
    'JSON in a code fence': [`\`\`\`json\n${json}\n\`\`\``, 'fence'],
    'a fence between sentences': [`Here it is:\n\`\`\`\n${json}\n\`\`\`\nDone.`, 'fence'],
  }
  test.each(Object.entries(texts))('%s is found, and the result says where', async (_name, [text, found]) => {
    const client = await openAnswer({ role: 'assistant', content: text })
    const result = await createChatObject(client, { schema: { schema, jsonSchema }, messages })
    expect(result).toMatchObject({ object: lorem, found, notes: [] })
  })

  test('JSON behind reasoning that no parser took out of the text is found', async () => {
    for (const text of [`<think>Who? {"name":1}</think>\n${json}`, `Who?\n</think>\n\n${json}`]) {
      const client = await openAnswer({ role: 'assistant', content: text })
      const result = await createChatObject(client, { schema: { schema, jsonSchema }, messages })
      expect(result).toMatchObject({ object: lorem, found: 'after-reasoning' })
    }
  })
})

describe('the schema that is sent', () => {
  test("has neither OpenAI's wrapper nor what makes the server ignore it", async () => {
    const { client, readBodies } = await openEmulator()
    const record = { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { type: 'number' } }
    const given = { $schema: 'x', ...jsonSchema, properties: { ...jsonSchema.properties, scores: record } }
    await createChatObject(client, { schema: { name: 'person', strict: true, schema: given }, messages })
    const { propertyNames: _names, ...sent } = record
    const expected = { ...jsonSchema, properties: { ...jsonSchema.properties, scores: sent } }
    expect(readBodies()[0].json_schema).toEqual(expected)
    await createChatCompletion(client, {
      messages,
      json_schema: { name: 'person', strict: true, schema: given },
      response_format: { type: 'json_schema', json_schema: { name: 'person', schema: given } },
    })
    expect(readBodies()[1].json_schema).toEqual(expected)
    expect(readBodies()[1].response_format.json_schema).toEqual(expected)
  })

  test('an unknown keyword passes, and the result has a note', async () => {
    const { client, readBodies } = await openEmulator()
    const given = { ...jsonSchema, properties: { ...jsonSchema.properties, age: { type: 'integer', nullable: true } } }
    const { notes } = await createChatObject(client, { schema: given, messages })
    expect(notes).toEqual([expect.stringContaining('schema.properties.age.nullable')])
    expect(readBodies()[0].json_schema).toEqual(given)
    const stream = await streamChatObject(client, { schema: given, messages })
    expect(stream.notes).toEqual(notes)
    expect((await stream.collect()).notes).toEqual(notes)
  })
})

describe('a message of another shape is a typed error', () => {
  test.each(['text', 5, true, null, [], { content: 5 }, { content: {} }, { content: [5] }])('%j', async (message) => {
    const client = await openAnswer(message)
    const error = await fail(createChatObject(client, { schema: { type: 'object' }, messages }))
    // A part that is skipped leaves an empty reply, which is not a value.
    const isEmpty = JSON.stringify(message) === '{"content":{}}'
    expect(isTabbyError(error) && error.code).toBe(isEmpty ? 'invalid_object' : 'invalid_response')
  })
})

/** A server whose reply is this message. */
async function openAnswer(message: unknown) {
  const choices = [{ index: 0, finish_reason: 'stop', eos_reason: 'stop_token', message }]
  const body = [JSON.stringify({ id: 'x', choices })]
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body })
  onTestFinished(server.close)
  return createTabbyClient({ baseUrl: server.url, retry: false })
}

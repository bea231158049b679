import { createTabbyClient, isTabbyError, type TabbyObjectStream } from '@tabby/core'
import { readAll, serveAnswers } from '@tabby/emulator/testing'
import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { openEmulator } from '../../test/stream-server.js'
import { streamChatObject } from './stream-chat-object.js'

const messages = [{ role: 'user', content: 'Invent a person' }]
const jsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'age'],
}
const schema = v.object({ name: v.pipe(v.string(), v.toUpperCase()), age: v.number(), tags: v.array(v.string()) })
const lorem = { name: 'lorem', age: 42, tags: ['lorem', 'lorem'] }
const fail = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable(),
    (error) => error,
  )
/** Plays a recorded stream, and gives what it showed, and what it came to. */
const play = (name: string, given: object = { schema, jsonSchema }) =>
  withRecording(name, async (client) => {
    const stream = await streamChatObject(client, { schema: given as Record<string, unknown>, messages })
    const shown: unknown[] = []
    const end = await (async () => {
      for await (const value of stream) shown.push(value)
    })().catch((error) => ({ error }))
    const collected = await stream.collect().catch((error) => ({ error }))
    return { shown, end, collected } as { shown: unknown[]; end?: { error: unknown }; collected: never }
  })

describe('recorded streams', () => {
  test.each(['chat_json_schema_usage_stream', 'chat_json_schema_reasoning_stream'])(
    '%s: the value grows, and is at last what the schema makes of it',
    async (name) => {
      const { shown, collected } = await play(name)
      expect(shown[0]).toEqual({})
      expect(shown.slice(1, 3)).toEqual([{ name: '' }, { name: 'lorem' }])
      expect(shown.at(-1)).toEqual(lorem)
      expect(collected).toMatchObject({ object: { ...lorem, name: 'LOREM' }, answer: { choices: [{ index: 0 }] } })
    },
  )

  test('one that was cut off by its length has what was written', async () => {
    const { shown, end, collected } = await play('chat_json_schema_cut_by_length_stream')
    expect(shown).toEqual([{}])
    expect(end!.error).toMatchObject({ name: 'TabbyObjectError', reason: 'truncated', text: '{"name"', partial: {} })
    expect(Object.keys(end!.error as object)).not.toContain('partial')
    expect(collected).toEqual({ error: end!.error })
  })

  test('one of a server that ignored the schema ends at its first word', async () => {
    const { shown, end, collected } = await play('chat_response_format_invalid_schema_IGNORED_stream')
    expect(shown).toEqual([])
    expect(end!.error).toMatchObject({ reason: 'invalid-json', text: 'Lorem', partial: undefined })
    expect(collected).toEqual({ error: end!.error })
  })

  test('one of another shape fails at its end, with the places and the value that was shown', async () => {
    const other = v.object({ name: v.number() })
    const { shown, end } = await play('chat_json_schema_usage_stream', { schema: other, jsonSchema })
    expect(shown.at(-1)).toEqual(lorem)
    expect(end!.error).toMatchObject({ reason: 'schema-mismatch', paths: ['name'], partial: lorem })
  })

  test('a whole answer of a server without streaming', async () => {
    const { shown, collected } = await play('chat_json_schema_usage')
    expect(shown).toEqual([lorem])
    expect(collected).toMatchObject({ object: { name: 'LOREM' } })
  })
})

describe('against the emulator', () => {
  test('the schema is sent, and collect() needs no loop', async () => {
    const { client, readBodies } = await openEmulator()
    const stream = await streamChatObject(client, { schema: { schema, jsonSchema }, messages })
    const { object, answer } = await stream.collect()
    expect(object.name).toMatch(/^[^a-z]+$/)
    expect(answer.usage!.completion_tokens).toBeGreaterThan(0)
    expect(readBodies()[0]).toMatchObject({ stream: true, json_schema: jsonSchema, messages })
    expect(readBodies()[0]).not.toHaveProperty('schema')
  })

  test('a schema that the server would ignore and more than one answer are refused unsent', async () => {
    const { client, readBodies } = await openEmulator()
    for (const params of [{ schema: { type: 'nope' } }, { schema: jsonSchema, n: 2 }]) {
      const error = await fail(streamChatObject(client, { ...params, messages }))
      expect(error.code).toBe('request_refused')
    }
    expect(readBodies()).toEqual([])
  })

  const ways: Record<string, (stream: TabbyObjectStream<unknown, unknown>) => Promise<unknown>> = {
    'break in the middle': async (stream) => {
      for await (const value of stream) if (value) break
    },
    'return() before the first piece': (stream) => stream.return(),
    'cancel() before the first piece': (stream) => stream.cancel(),
    'await using': async (stream) => {
      await using scope = stream
      expect(scope).toBe(stream)
    },
  }
  test.each(Object.entries(ways))('%s closes the connection, and there is no value', async (_name, leave) => {
    const { client, emulator } = await openEmulator({ settings: { speed: { tokensPerSecond: 20 } } })
    const stream = await streamChatObject(client, { schema: jsonSchema, messages })
    await leave(stream)
    await expect.poll(() => emulator.journal.map((entry) => typeof entry.leftAfterMilliseconds)).toEqual(['number'])
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(await fail(stream.collect())).toMatchObject({ name: 'TabbyObjectError', reason: 'interrupted' })
  })

  test('what is collected after a crash of the model fails with the error of the loop', async () => {
    const { client } = await openEmulator()
    const stream = await streamChatObject(client, {
      schema: jsonSchema,
      messages: [{ role: 'user', content: 'A person. [[fail:2]]' }],
    })
    const error = await fail(readAll(stream))
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'server-error' })
    expect(await fail(stream.collect())).toBe(error)
    expect(await fail(stream.next())).toBe(error)
  })

  test('a text that cannot become JSON closes the connection', async () => {
    const choices = [{ index: 0, delta: { content: 'Sure! Here is' }, finish_reason: null }]
    const server = await serveAnswers({ body: [`data: ${JSON.stringify({ id: 'x', choices })}\n\n`], end: 'open' })
    onTestFinished(server.close)
    const client = createTabbyClient({ baseUrl: server.url })
    const stream = await streamChatObject(client, { schema: jsonSchema, messages })
    expect(await fail(readAll(stream))).toMatchObject({ reason: 'invalid-json', text: 'Sure! Here is' })
    expect((await server.requests[0]!.over).clientLeft).toBe(true)
  })

  test('an abort throws its reason, and a broken stream its own error with the answer so far', async () => {
    const faults = [{ path: '/v1/chat', effect: { kind: 'cut' as const, afterEvents: 4 } }]
    const { client } = await openEmulator({ faults })
    const error = await fail(streamChatObject(client, { schema: jsonSchema, messages }).then(readAll))
    expect(isTabbyError(error) && error).toMatchObject({ reason: 'truncated', partial: { choices: [{ index: 0 }] } })
    const controller = new AbortController()
    const stream = await streamChatObject(client, { schema: jsonSchema, messages }, { signal: controller.signal })
    await stream.next()
    controller.abort('enough')
    expect(await fail(readAll(stream))).toBe('enough')
  })

  test('a stream has one reader', async () => {
    const { client } = await openEmulator()
    const stream = await streamChatObject(client, { schema: jsonSchema, messages })
    await readAll(stream)
    expect(await fail(readAll(stream))).toMatchObject({ reason: 'already-read' })
  })
})

describe('a server that did not apply the schema', () => {
  const json = JSON.stringify(lorem)
  const open = async (text: string) => {
    // Chunks of three characters, so that each mark is split.
    const chunks = text.match(/[^]{1,3}/g)!.map((content) => ({ index: 0, delta: { content }, finish_reason: null }))
    const events = [...chunks, { index: 0, delta: {}, finish_reason: 'stop' }].map(
      (choice) => `data: ${JSON.stringify({ id: 'x', choices: [choice] })}\n\n`,
    )
    const server = await serveAnswers({ body: [...events, 'data: [DONE]\n\n'] })
    onTestFinished(server.close)
    const client = createTabbyClient({ baseUrl: server.url })
    return streamChatObject(client, { schema: { schema, jsonSchema }, messages })
  }

  test.each<[string, string, string]>([
    ['JSON in a code fence', `\`\`\`json\n${json}\n\`\`\`\nThat is all.`, 'fence'],
    ['JSON behind reasoning', `<think>Who? {</think>\n${json}`, 'after-reasoning'],
    ['a fence behind reasoning', `<think>Who?</think>\n\`\`\`json\n${json}\n\`\`\``, 'fence'],
  ])('%s grows, and the result says where it was', async (_name, text, found) => {
    const stream = await open(text)
    const shown = await readAll(stream)
    expect(shown[0]).toEqual({})
    expect(shown.at(-1)).toEqual(lorem)
    expect(shown.length).toBeGreaterThan(8)
    expect(await stream.collect()).toMatchObject({ object: { name: 'LOREM' }, found })
  })

  test('a reply that is nested without end is refused, and the connection is closed', async () => {
    const stream = await open('['.repeat(5000))
    expect(await fail(readAll(stream))).toMatchObject({ name: 'TabbyObjectError', reason: 'too-deep' })
  })
})

import { createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { readAll, serveAnswers } from '@tabby/emulator/testing'
import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { createCompletion } from '../create-completion.js'
import { createCompletionObject } from './create-completion-object.js'
import { streamCompletionObject } from './stream-completion-object.js'

const jsonSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name', 'age'],
}
const schema = v.object({ name: v.pipe(v.string(), v.toUpperCase()), age: v.number() })
const params = { schema: { schema, jsonSchema }, prompt: 'A person:', max_tokens: 100 }
const fail = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable(),
    (error) => error,
  )

/** An emulator behind a socket for one test, with a client. */
async function openEmulator(tokensPerSecond = 1000) {
  const emulator = createEmulator({ journal: 20, settings: { speed: { tokensPerSecond } } })
  const server = await listen(emulator)
  onTestFinished(() => server.close())
  const readBodies = () => emulator.journal.map(({ body }) => JSON.parse(body!))
  return { emulator, client: createTabbyClient({ baseUrl: server.url }), readBodies }
}

describe('a value in one piece', () => {
  test('is what the schema makes of the text, and the schema is sent as json_schema', async () => {
    const { client, readBodies } = await openEmulator()
    const { object, completion } = await createCompletionObject(client, params)
    expect(object).toEqual({ name: expect.stringMatching(/^[^a-z]+$/), age: expect.any(Number) })
    expect(completion.choices[0]!.text).toMatch(/^\{.*\}$/)
    expect(readBodies()[0]).toMatchObject({ json_schema: jsonSchema, prompt: 'A person:', stream: false })
    expect(readBodies()[0]).not.toHaveProperty('schema')
  })

  test('that was cut off says so, and keeps its text out of sight', async () => {
    const error = await withRecording('completion_json_schema', (client) =>
      fail(createCompletionObject(client, params)),
    )
    expect(error).toMatchObject({ name: 'TabbyObjectError', reason: 'truncated' })
    expect(error.text).toBe('{"name": "lorem", "age": 42, "tags')
    expect(JSON.stringify(error)).not.toContain('lorem')
  })

  test('of a server that ignored the schema is no JSON', async () => {
    const error = await withRecording('completion_basic', (client) => fail(createCompletionObject(client, params)))
    expect(error).toMatchObject({ reason: 'invalid-json', text: expect.stringContaining('orem') })
  })
})

describe('a value that grows', () => {
  test('is shown, and is at last what the schema makes of it', async () => {
    const { client, readBodies } = await openEmulator()
    const stream = await streamCompletionObject(client, params)
    const shown = await readAll(stream)
    expect(shown[0]).toEqual({})
    expect(shown.at(-1)).toEqual({ name: expect.any(String), age: expect.any(Number) })
    expect(shown.length).toBeGreaterThan(3)
    const { object, completion } = await stream.collect()
    expect(object.name).toBe(shown.at(-1)!.name!.toUpperCase())
    expect(completion.usage!.completion_tokens).toBeGreaterThan(0)
    expect(readBodies()[0]).toMatchObject({ json_schema: jsonSchema, stream: true })
  })

  test('and was cut off has what was shown', async () => {
    const error = await withRecording('completion_json_schema_stream', async (client) =>
      fail((await streamCompletionObject(client, params)).collect()),
    )
    expect(error).toMatchObject({ reason: 'truncated', partial: { name: 'lorem', age: 42 } })
  })

  test('leaving it closes the connection', async () => {
    const { client, emulator } = await openEmulator(20)
    for await (const value of await streamCompletionObject(client, params)) if (value) break
    await expect.poll(() => typeof emulator.journal[0]!.leftAfterMilliseconds).toBe('number')
  })
})

test('what the server would ignore or fail on is refused before anything is sent', async () => {
  const { client, readBodies } = await openEmulator()
  const broken = { ...params, schema: { type: 'nope' } }
  for (const call of [createCompletionObject(client, broken), streamCompletionObject(client, broken)]) {
    expect((await fail(call)).message).toMatch(/schema\.type/)
  }
  expect((await fail(createCompletionObject(client, { ...params, n: 2 }))).code).toBe('request_refused')
  const endless = { prompt: '', schema: {} } as unknown as typeof params
  expect((await fail(streamCompletionObject(client, endless))).message).toMatch(/max_tokens/)
  expect(readBodies()).toEqual([])
})

describe('what fails', () => {
  test('at the server, and by an abort, comes through as it is', async () => {
    const { client } = await openEmulator()
    const wrong = client.extend({ baseUrl: `${client.baseUrl}/nowhere`, retry: false })
    const call = { signal: AbortSignal.abort('enough') }
    for (const ask of [createCompletionObject, streamCompletionObject]) {
      expect((await fail(ask(wrong, params))).code).toBe('not_found')
      expect(await fail(ask(client, params, call))).toBe('enough')
    }
  })

  test('in the middle of a stream is its error, with the text so far', async () => {
    const { client } = await openEmulator()
    const stream = await streamCompletionObject(client, { ...params, prompt: 'A person: [[fail:4]]' })
    const error = await fail(readAll(stream))
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'server-error' })
    expect(error.partial.choices[0].text).toMatch(/^\{/)
  })
})

describe('text of a form', () => {
  test('a pattern reaches the server as it is, and the text matches it from beginning to end', async () => {
    const { client, readBodies } = await openEmulator()
    const regex_pattern = '(yes|no), [0-9]{2} percent'
    const { choices } = await createCompletion(client, { prompt: 'Sure?', max_tokens: 50, regex_pattern })
    expect(readBodies()[0]).toMatchObject({ regex_pattern })
    expect(choices[0]!.text).toMatch(new RegExp(`^(?:${regex_pattern})$`))
    // The grammar ended it: this is how one sees that the server did not ignore the pattern.
    expect(choices[0]!.eos_reason).toBe('end_filter')
  })

  test('a pattern that the server cannot read is ignored, which the ending tells', async () => {
    const { client } = await openEmulator()
    const { choices } = await createCompletion(client, { prompt: 'Sure?', max_tokens: 50, regex_pattern: '([a-z' })
    expect(choices[0]).toMatchObject({ eos_reason: expect.not.stringMatching('end_filter') })
  })

  test('a grammar reaches the server as it is', async () => {
    const { client, readBodies } = await openEmulator()
    const grammar_string = 'start: "yes" | "no"'
    await createCompletion(client, { prompt: 'Sure?', max_tokens: 50, grammar_string })
    expect(readBodies()[0]).toMatchObject({ grammar_string })
  })
})

describe('a server that did not apply the schema', () => {
  const text = 'Here it is:\n\n```json\n{"name":"Ada","age":36}\n```'
  const serve = async (texts: string[], isStreamed: boolean) => {
    const choices = texts.map((part, index) => ({
      index: 0,
      text: part,
      finish_reason: isStreamed && texts[index + 1] ? null : 'stop',
      eos_reason: 'stop_token',
    }))
    const body = isStreamed
      ? [...choices.map((choice) => `data: ${JSON.stringify({ id: 'x', choices: [choice] })}\n\n`), 'data: [DONE]\n\n']
      : [JSON.stringify({ id: 'x', choices })]
    const type = isStreamed ? 'text/event-stream' : 'application/json'
    const server = await serveAnswers({ headers: { 'content-type': type }, body })
    onTestFinished(server.close)
    return createTabbyClient({ baseUrl: server.url, retry: false })
  }

  test('JSON in a code fence is found, and the result says where', async () => {
    const result = await createCompletionObject(await serve([text], false), params)
    expect(result).toMatchObject({ object: { name: 'ADA', age: 36 }, found: 'fence', notes: [] })
  })

  test('JSON in a code fence grows', async () => {
    const stream = await streamCompletionObject(await serve(text.slice(13).match(/[^]{1,3}/g)!, true), params)
    expect((await readAll(stream)).at(-1)).toEqual({ name: 'Ada', age: 36 })
    expect(await stream.collect()).toMatchObject({ object: { name: 'ADA' }, found: 'fence' })
  })

  test('a schema without JSON schema is refused before anything is sent', async () => {
    const { client, readBodies } = await openEmulator()
    for (const call of [createCompletionObject, streamCompletionObject]) {
      const error = await fail(call(client, { ...params, schema: schema as never }))
      expect(error).toMatchObject({ code: 'request_refused', message: expect.stringContaining('toStandardJsonSchema') })
    }
    expect(readBodies()).toEqual([])
  })
})

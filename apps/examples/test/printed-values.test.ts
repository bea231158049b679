import {
  type ChatCompletionParams,
  createChatCompletion,
  createChatObject,
  createStreamResponse,
  defineTool,
  toImagePart,
  runTools,
  streamChatCompletion,
  streamChatObject,
  streamTools,
} from '@tabby/chat'
import { createCompletionObject, streamCompletionObject } from '@tabby/completions'
import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { eventStreamHeaders, serveAnswers } from '@tabby/emulator/testing'
import { checkConnection } from '@tabby/health'
import { checkAnsweredModel } from '@tabby/models'
import { checkSamplerParams } from '@tabby/sampling'
import * as v from 'valibot'
import { expect, onTestFinished, test } from 'vitest'
import { keys, provoked, provokeError, secret } from './provoke-error.js'

const prompt = `my private ${secret} sentence`
const messages = [{ role: 'user', content: prompt }]
const schema = { schema: v.object({ age: v.number() }), jsonSchema: { type: 'object', description: prompt } }
const tool = defineTool({ name: 'look', description: prompt, schema, execute: () => prompt })

async function read(values: AsyncIterable<unknown>): Promise<void> {
  for await (const value of values) expect(value).toBeDefined()
}

/** Serves one answer to plain and to streamed requests alike, as a chat and as a completion. */
async function serveChoice(text: string, finish_reason: string, rest: object = {}) {
  const server = await serveAnswers(({ body }) => {
    const { stream } = JSON.parse(`${body}`)
    const message = { role: 'assistant', content: text, ...rest }
    const choice = { index: 0, text, finish_reason, eos_reason: 'stop_token', ...rest, message, delta: message }
    const answer = JSON.stringify({ id: 'cmpl-1', created: 0, model: 'a-model', choices: [choice] })
    return stream
      ? { headers: eventStreamHeaders, body: [`data: ${answer}\r\n\r\n`, 'data: [DONE]\r\n\r\n'] }
      : { headers: { 'content-type': 'application/json' }, body: [answer] }
  })
  onTestFinished(() => server.close())
  return server.url
}

const objects: Record<string, (client: TabbyClient) => Promise<unknown>> = {
  createChatObject: (client) => createChatObject(client, { schema, messages }),
  streamChatObject: async (client) => read(await streamChatObject(client, { schema, messages })),
  createCompletionObject: (client) => createCompletionObject(client, { schema, prompt, max_tokens: 9 }),
  streamCompletionObject: async (client) =>
    read(await streamCompletionObject(client, { schema, prompt, max_tokens: 9 })),
}

test.each([
  ['truncated', `{"age": "${prompt}`, 'length', {}],
  ['interrupted', `{"age": "${prompt}"}`, 'stop', { eos_reason: null }],
  ['invalid-json', prompt, 'stop', {}],
  ['schema-mismatch', `{"age": "${prompt}"}`, 'stop', {}],
])('an answer that is no value, because of %s, is printed without it', async (reason, text, finish, rest) => {
  const baseUrl = await serveChoice(text, finish, rest)
  for (const call of Object.values(objects)) {
    expect(await provokeError({ baseUrl }, call)).toMatchObject({ name: 'TabbyObjectError', reason })
  }
})

test('a run of tools that ends without an answer is printed without the conversation', async () => {
  const call = { id: 'call_1', type: 'function', index: 0, function: { name: 'look', arguments: `{"${secret}": 1}` } }
  const calls = await serveChoice(prompt, 'tool_calls', { tool_calls: [call] })
  const malformed = await serveChoice(prompt, 'tool_calls', { tool_calls: null })
  const options = { tools: [tool], maxSteps: 2 }
  for (const [reason, baseUrl] of [
    ['step-limit', calls],
    ['malformed-call', malformed],
  ] as const) {
    const expected = { name: 'TabbyToolRunError', reason }
    expect(await provokeError({ baseUrl }, (client) => runTools(client, { messages }, options))).toMatchObject(expected)
    const streamed = await provokeError({ baseUrl }, (client) => read(streamTools(client, { messages }, options)))
    expect(streamed).toMatchObject(expected)
  }
  const execute = () => Promise.reject(new Error('mine'))
  const failing = { tools: [defineTool({ name: 'look', schema: { type: 'object' }, execute })] }
  const failed = await provokeError({ baseUrl: calls }, (client) => runTools(client, { messages }, failing))
  expect(failed).toMatchObject({ code: 'tool_failed', transcript: messages.concat({ role: 'assistant' } as never) })
})

test('an answer that a verify refuses is printed without the answer', async () => {
  const baseUrl = await serveChoice(prompt, 'stop')
  const params: ChatCompletionParams = { messages, model: 'another-model' }
  const verify = checkAnsweredModel
  const plain = await provokeError({ baseUrl }, (client) => createChatCompletion(client, params, { verify }))
  const streamed = await provokeError({ baseUrl }, async (client) =>
    read(await streamChatCompletion(client, params, { verify })),
  )
  for (const error of [plain, streamed]) expect(error).toMatchObject({ code: 'invalid_response', paths: ['model'] })
})

test('what is refused before it is sent is printed without it: values, tools and images', async () => {
  const refuse = (call: (client: TabbyClient) => Promise<unknown>) =>
    expect(provokeError({}, call)).resolves.toMatchObject({ code: 'request_refused' })
  await refuse((client) => createChatObject(client, { schema: { type: secret }, messages }))
  await refuse((client) => createChatObject(client, { schema: { $ref: `#/${secret}` }, messages }))
  await refuse((client) => createChatObject(client, { schema, messages, n: 2 }))
  await refuse((client) => runTools(client, { messages, n: 2 }, { tools: [tool] }))
  await refuse(() => toImagePart(`C:\\${prompt}.png`))
  await refuse(() => toImagePart(`data:image/png;base64,${prompt}`))
  await refuse(() => toImagePart(new TextEncoder().encode(prompt)))
})

test('a browser is told why a stream failed, and neither key nor prompt', async () => {
  const failure = { message: 'the model crashed', trace: prompt, prompt }
  const server = await serveAnswers({
    body: [`data: {"choices":[]}\r\n\r\n`, `data: ${JSON.stringify({ error: failure })}\r\n\r\n`],
  })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, ...keys })
  const told = await createStreamResponse(await streamChatCompletion(client, { messages })).text()
  expect(told).toContain('the model crashed')
  expect(told).not.toContain(secret)
  const failing = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error(prompt)) }) }
  expect(await createStreamResponse(failing).text()).not.toContain(secret)
})

test('what is found out about a connection, and about parameters, holds neither key nor prompt', async () => {
  for (const status of [401, 403, 404, 422, 500, 503]) {
    const server = await serveAnswers(({ headers }) => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: [JSON.stringify({ detail: `refused ${headers['x-api-key']}`, headers })],
    }))
    onTestFinished(() => server.close())
    const report = await checkConnection(createTabbyClient({ baseUrl: server.url, ...keys }))
    expect(report.problems).not.toEqual([])
    expect(JSON.stringify(report)).not.toContain(secret)
  }
  const issues = checkSamplerParams({ temperature: prompt, stop: null, min_p: 2, banned_tokens: prompt } as never)
  expect(issues).not.toEqual([])
  expect(JSON.stringify(issues)).not.toContain(secret)
})

test('every reason was provoked by the tests above', () => {
  expect([...provoked].sort()).toEqual([
    'TabbyObjectError invalid_object interrupted',
    'TabbyObjectError invalid_object invalid-json',
    'TabbyObjectError invalid_object schema-mismatch',
    'TabbyObjectError invalid_object truncated',
    'TabbyRequestError request_refused',
    'TabbyResponseError invalid_response',
    'TabbyToolRunError tool_call_malformed malformed-call',
    'TabbyToolRunError tool_failed tool-error',
    'TabbyToolRunError tool_step_limit step-limit',
  ])
})

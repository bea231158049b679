import { type ChatMessage, createTabbyClient, requestJson } from '@tabby/core'
import { getRecording, serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { serveContext } from '../test/serve-context.js'
import { countTokens } from './count-tokens.js'
import { fitMessages } from './fit-messages.js'

const { client, paths } = await serveContext()
const system: ChatMessage = { role: 'system', content: 'You are brief.' }
const words = (count: number): string => Array.from({ length: count }, () => 'lorem').join(' ')
const ask = (length: number): ChatMessage => ({ role: 'user', content: words(length) })
const talk = (turns: number): ChatMessage[] =>
  Array.from({ length: turns }, () => [ask(20), { role: 'assistant', content: 'ipsum' }]).flat()
const toolCall: ChatMessage = {
  role: 'assistant',
  tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }],
}
const toolResult: ChatMessage = { role: 'tool', tool_call_id: 'call_1', content: words(200) }

/** The tokens that the prompt of a chat has; a chat whose prompt is too long rejects. */
async function readPromptTokens(messages: ChatMessage[], params: object = {}): Promise<number> {
  const body = { messages, max_tokens: 2, stream_options: { include_usage: true }, ...params }
  const answer = await requestJson<{ usage: { prompt_tokens: number } }>(client, { path: '/v1/chat/completions', body })
  return answer.usage.prompt_tokens
}

test('what fits is left as it is, for two requests', async () => {
  const messages = [system, ...talk(3)]
  const before = paths.length
  const fitted = await fitMessages(client, { messages, max_tokens: 100 })
  expect(paths.slice(before)).toEqual(['GET /v1/model', 'POST /v1/token/encode'])
  expect(fitted).toMatchObject({ messages, dropped: [], summary: undefined })
  expect(fitted.tokens).toBe(await countTokens(client, { text: messages }))
})

test('the oldest turns go, as few as need be, and the chat takes the rest', async () => {
  const turns = talk(60)
  const fitted = await fitMessages(client, { messages: [system, ...turns], max_tokens: 100 })
  const { messages, dropped, tokens, limit } = fitted
  expect(limit).toBe(769 - 16)
  expect(messages[0]).toBe(system)
  expect(messages[1]).toMatchObject({ role: 'user' })
  expect([...dropped, ...messages.slice(1)]).toEqual(turns)
  expect(tokens).toBe(await countTokens(client, { text: messages }))
  const oneMore = await countTokens(client, { text: [system, ...dropped.slice(-2), ...messages.slice(1)] })
  expect([tokens <= limit, oneMore <= limit]).toEqual([true, false])
  expect(await readPromptTokens(messages)).toBe(tokens + 3)
})

test.each([
  [1, 3],
  [2, 4],
  [40, 9],
  [500, 12],
])('%i turns are brought down by %i requests at most', async (turns, most) => {
  const messages = [...Array.from({ length: turns }, () => ask(750)), ask(20)]
  const before = paths.length
  const { dropped } = await fitMessages(client, { messages, max_tokens: 100 })
  const requests = paths.length - before
  expect(dropped).toHaveLength(turns)
  expect(requests).toBeLessThanOrEqual(most)
  expect(most).toBeLessThanOrEqual(Math.log2(turns) + 4)
})

test('the answer takes its room, and so does its opening', async () => {
  const params = { messages: talk(1), max_tokens: 600 }
  expect((await fitMessages(client, params)).limit).toBe(1024 - 600 - 16)
  expect((await fitMessages(client, params, { openingTokens: 3 })).limit).toBe(1024 - 600 - 3)
})

test('the opening that is not counted was three tokens, when it was recorded', async () => {
  const counted = JSON.parse(getRecording('token_encode_template_vars_null').response.body)
  const chat = JSON.parse(getRecording('chat_json_schema_usage').response.body)
  // A user's message of one word each.
  expect(chat.usage.prompt_tokens - counted.length).toBe(3)
})

test('calls of tools and their results go with the question that they belong to', async () => {
  const old = [ask(200), toolCall, toolResult, { role: 'assistant', content: 'It rains.' }]
  const recent = [ask(200), toolCall, toolResult]
  const { messages, dropped } = await fitMessages(client, { messages: [system, ...old, ...recent], max_tokens: 100 })
  expect(dropped).toEqual(old)
  expect(messages).toEqual([system, ...recent])
})

test('system messages stay wherever they stand, and a greeting goes with the first question', async () => {
  const greeting = { role: 'assistant', content: 'Welcome.' }
  const developer = { role: 'developer', content: 'Now speak French.' }
  const messages = [greeting, ask(400), developer, ask(500), system]
  const fitted = await fitMessages(client, { messages, max_tokens: 100 })
  expect(fitted.dropped).toEqual([greeting, ask(400)])
  expect(fitted.messages).toEqual([developer, ask(500), system])
})

test('the tools of the chat count', async () => {
  const tools = Array.from({ length: 6 }, (_, index) => ({
    type: 'function',
    function: { name: `tool_${index}`, description: words(30), parameters: { type: 'object', properties: {} } },
  }))
  const params = { messages: talk(20), max_tokens: 100 }
  expect((await fitMessages(client, params)).dropped).toEqual([])
  const fitted = await fitMessages(client, { ...params, tools })
  expect(fitted.dropped).not.toEqual([])
  expect(await readPromptTokens(fitted.messages, { tools })).toBe(fitted.tokens + 3)
})

test('images count for a model that sees, and not for one that does not', async () => {
  const seeing = await serveContext({ visionModules: 2 })
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const image = { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${png}` } }
  const messages: ChatMessage[] = [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, image] }]
  const [blind, seen] = await Promise.all(
    [client, seeing.client].map((each) => fitMessages(each, { messages, max_tokens: 100 })),
  )
  // What the scripted model takes for each (recording chat_vision_png_ok).
  expect(seen!.tokens - blind!.tokens).toBe(16)
})

test('a last turn that does not fit is an error with its size, and nothing is summarised for it', async () => {
  const summarize = () => expect.unreachable()
  const call = fitMessages(client, { messages: [system, ...talk(5), ask(800)], max_tokens: 100 }, { summarize })
  await expect(call).rejects.toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
  await expect(call).rejects.toThrow(/^the system messages and the last turn have 8\d\d tokens, and 753 fit$/)
})

test('an answer that fills the context is refused before anything is counted', async () => {
  const before = paths.length
  await expect(fitMessages(client, { messages: talk(1), max_tokens: 1024 })).rejects.toThrow(
    'a context of 1024, a cache of 1024 and a chunk of 256 tokens leave no room for a prompt beside a reply of 1024',
  )
  expect(paths.slice(before)).toEqual(['GET /v1/model'])
})

test('a model that is not loaded is the error of the server', async () => {
  const empty = await serveContext({}, false)
  const call = fitMessages(empty.client.extend({ retry: false }), { messages: talk(1), max_tokens: 100 })
  await expect(call).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('an abort ends the counting with its reason', async () => {
  const { response } = getRecording('get_v1_model__admin')
  const controller = new AbortController()
  const server = await serveAnswers(({ path }, index) => {
    if (path === '/v1/model') return { ...response, body: [response.body] }
    if (index === 2) controller.abort('enough')
    return { headers: { 'content-type': 'application/json' }, body: ['{"length":99999}'] }
  })
  onTestFinished(() => server.close())
  const options = { signal: controller.signal }
  const call = fitMessages(createTabbyClient({ baseUrl: server.url }), { messages: talk(99), max_tokens: 100 }, options)
  await expect(call).rejects.toBe('enough')
  expect(server.requests).toHaveLength(3)
})

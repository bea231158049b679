import { describe, expect, test } from 'vitest'
import {
  chat,
  chatChunk,
  completion,
  count,
  embeddings,
  error,
  events,
  findProblems,
  list,
  model,
  object,
  response,
  text,
  word,
} from './api-description.js'
import { openOpenAI, scriptWorld } from './serve-openai.js'

const emulator = {
  world: scriptWorld([
    { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
    { when: 'think', answer: { reasoning: 'Hm.', content: 'Yes.' } },
  ]),
}
const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }]
const messages = [{ role: 'user', content: 'think' }]
const weather = [{ role: 'user', content: 'weather' }]

/** Sends bytes as any HTTP client would. */
async function send(port: string, path: string, body?: object | string, method = body === undefined ? 'GET' : 'POST') {
  const content = typeof body === 'string' ? body : JSON.stringify(body)
  const init =
    body === undefined ? { method } : { method, body: content, headers: { 'content-type': 'application/json' } }
  return fetch(`${port}${path}`, init)
}

/** The events of a stream, as their bytes are. */
async function readFrames(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const body = await answer.text()
  expect(body.endsWith('\n\n')).toBe(true)
  return body
    .slice(0, -2)
    .split('\n\n')
    .map((frame) => {
      const lines = frame.split('\n')
      const name = lines.find((line) => line.startsWith('event: '))?.slice(7)
      return { name, data: lines.find((line) => line.startsWith('data: '))!.slice(6) }
    })
}

describe('documents', () => {
  test.each<[string, object | undefined, object]>([
    ['/v1/chat/completions', { messages, max_tokens: 9 }, chat],
    ['/v1/chat/completions', { messages, max_tokens: 3, n: 2, logprobs: true, top_logprobs: 2 }, chat],
    ['/v1/chat/completions', { messages: weather, tools }, chat],
    ['/some/prefix/v1/chat/completions/', { messages, max_tokens: 2 }, chat],
    ['/v1/completions', { prompt: 'Hello' }, completion],
    ['/v1/completions', { prompt: ['a', 'b'], logprobs: 2, max_tokens: 3 }, completion],
    ['/v1/embeddings', { input: ['a', 'b'], model: 'x' }, embeddings],
    ['/v1/models', undefined, object({ object: word('list'), data: list(model) })],
    ['/v1/models/demo-8b-exl3', undefined, model],
    ['/v1/responses', { input: 'think' }, response],
    [
      '/v1/responses',
      { input: 'weather', tools: [{ type: 'function', name: 'get_weather', parameters: {} }] },
      response,
    ],
  ])('%s %o', async (path, body, schema) => {
    const { port } = await openOpenAI({ emulator })
    const answer = await send(port, path, body)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(findProblems(schema, await answer.json())).toBe('')
  })
})

describe('streams', () => {
  test.each<[string, object, object]>([
    ['/v1/chat/completions', { messages, max_tokens: 9, stream_options: { include_usage: true } }, chatChunk],
    ['/v1/chat/completions', { messages, max_tokens: 3, n: 2, logprobs: true }, chatChunk],
    ['/v1/chat/completions', { messages: weather, tools }, chatChunk],
    ['/v1/completions', { prompt: 'Hello', logprobs: 1, stream_options: { include_usage: true } }, completion],
  ])('%s %o', async (path, body, schema) => {
    const { port } = await openOpenAI({ emulator })
    const frames = await readFrames(await send(port, path, { ...body, stream: true }))
    expect(frames.pop()).toEqual({ name: undefined, data: '[DONE]' })
    for (const { data } of frames) expect(findProblems(schema, JSON.parse(data))).toBe('')
    const ids = new Set(frames.map(({ data }) => (JSON.parse(data) as { id: string }).id))
    expect(ids.size).toBe(1)
  })

  test('places of tokens are those in the whole text', async () => {
    const { port } = await openOpenAI({ emulator })
    const frames = await readFrames(await send(port, '/v1/completions', { prompt: 'Hello', logprobs: 1, stream: true }))
    let written = ''
    for (const { data } of frames.slice(0, -1)) {
      const { choices } = JSON.parse(data) as {
        choices: { text: string; logprobs: { text_offset: number[] } | null }[]
      }
      const [offset] = choices[0]?.logprobs?.text_offset ?? []
      if (offset !== undefined) expect(offset).toBe([...written].length)
      written += choices[0]?.text ?? ''
    }
    expect(written.length).toBeGreaterThan(10)
  })

  test.each([
    { input: 'think' },
    { input: 'weather', tools: [{ type: 'function', name: 'get_weather', parameters: {} }] },
  ])('/v1/responses %o', async (body) => {
    const { port } = await openOpenAI({ emulator })
    const frames = await readFrames(await send(port, '/v1/responses', { ...body, stream: true }))
    for (const { name, data } of frames) {
      const event = JSON.parse(data) as { type: string }
      expect(name).toBe(event.type)
      expect(findProblems(object({ type: text, sequence_number: count, ...events[event.type]! }), event)).toBe('')
      expect(events).toHaveProperty([event.type])
    }
    expect(frames.at(-1)?.name).toBe('response.completed')
  })
})

describe('refusals', () => {
  test.each<[string, string, object | string | undefined, number, object]>([
    [
      'GET',
      '/v1/files',
      undefined,
      404,
      { code: 'unknown_url', message: expect.stringContaining('/v1/responses') as string },
    ],
    ['GET', '/v1/responses/resp_1', undefined, 404, { code: 'unknown_url' }],
    ['GET', '/', undefined, 404, { code: 'unknown_url' }],
    ['POST', '/v1/model/load', {}, 404, { code: 'unknown_url' }],
    ['GET', '/v1/chat/completions', undefined, 405, { message: expect.stringContaining('use POST') as string }],
    ['POST', '/v1/models', {}, 405, { message: expect.stringContaining('use GET') as string }],
    ['DELETE', '/v1/models/demo-8b-exl3', undefined, 405, {}],
    ['GET', '/v1/models/nothing', undefined, 404, { code: 'model_not_found', param: 'model' }],
    ['GET', '/v1/models/%E0%A4%A', undefined, 404, { code: 'model_not_found' }],
    ['POST', '/v1/chat/completions', '{', 400, { message: 'The body of the request is not valid JSON' }],
    ['POST', '/v1/chat/completions', '[]', 400, { message: 'The body of the request must be a JSON object' }],
    ['POST', '/v1/chat/completions', {}, 400, { param: 'messages' }],
    ['POST', '/v1/chat/completions', { messages: [{ role: 5 }] }, 422, { param: 'messages.0.role' }],
    ['POST', '/v1/chat/completions', { messages, model: 5 }, 400, { param: 'model' }],
    ['POST', '/v1/chat/completions', { messages, web_search_options: {} }, 400, { param: 'web_search_options' }],
    ['POST', '/v1/chat/completions', { messages, modalities: ['text', 'audio'] }, 400, { param: 'modalities' }],
    ['POST', '/v1/chat/completions', { messages, tools: [{ type: 'custom' }] }, 400, {}],
    ['POST', '/v1/completions', { prompt: [1, 2] }, 400, { param: 'prompt' }],
    ['POST', '/v1/completions', { prompt: [] }, 400, { param: 'prompt' }],
    ['POST', '/v1/completions', { prompt: 'a', echo: true }, 400, { param: 'echo' }],
    ['POST', '/v1/completions', { prompt: 'a', suffix: 'b' }, 400, { param: 'suffix' }],
    ['POST', '/v1/embeddings', { input: [[1, 2]] }, 400, { param: 'input' }],
    ['POST', '/v1/embeddings', { input: 'a', encoding_format: 'int8' }, 400, { param: 'encoding_format' }],
    ['POST', '/v1/embeddings', { input: 'a', dimensions: 3 }, 400, { param: 'dimensions' }],
  ])('%s %s %o: %i', async (method, path, body, status, told) => {
    const { port } = await openOpenAI({ emulator })
    const answer = await send(port, path, body, method)
    const document: unknown = await answer.json()
    expect([answer.status, findProblems(error, document)]).toEqual([status, ''])
    expect(document).toMatchObject({ error: told })
    expect(answer.headers.get('x-should-retry')).toBe('false')
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/^(?:GET|POST)$/)
  })

  test('what is of use is taken', async () => {
    const { port, getBodies } = await openOpenAI({ emulator })
    const bodies: [string, object][] = [
      ['/v1/embeddings', { input: 'a', dimensions: 64 }],
      ['/v1/completions', { prompt: 'a', echo: false, suffix: null, extra: { top_k: 1 } }],
      ['/v1/chat/completions', { messages, modalities: ['text'], store: true, metadata: {}, service_tier: 'auto' }],
      ['/v1/chat/completions', { messages: [{ role: 'assistant', content: [{ type: 'refusal', refusal: 'No' }] }] }],
    ]
    for (const [path, body] of bodies) expect((await send(port, path, body)).status).toBe(200)
    expect(getBodies()[1]).not.toHaveProperty('top_k')
    expect(getBodies()[3]).toMatchObject({ messages: [{ content: [{ type: 'text', text: 'No' }] }] })
  })
})

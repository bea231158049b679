import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createCompletion, streamCompletion } from '@tabby/completions'
import { requestStream, type TabbyClient, type TabbyErrorCode } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { type Answer, type ArrivedRequest, eventStreamHeaders, serveAnswers } from '@tabby/emulator/testing'
import { getHealth, waitUntilReady } from '@tabby/health'
import { loadLoras } from '@tabby/lora'
import { downloadModel, listModels, loadModel } from '@tabby/models'
import { switchSamplerOverride } from '@tabby/sampling'
import { switchTemplate } from '@tabby/templates'
import { encodeTokens } from '@tabby/tokens'
import { expect, onTestFinished, test, vi } from 'vitest'
import { provoked, provokeError, secret } from './provoke-error.js'

const prompt = `my private ${secret} sentence`
const messages = [{ role: 'user', content: prompt }]
const json = { 'content-type': 'application/json' }
const html = { 'content-type': 'text/html' }

/** Reads a stream to its end. */
async function read(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const piece of stream) expect(piece).toBeDefined()
}

/** Calls of every package, with something private in every field that can hold it. */
const calls: Record<string, (client: TabbyClient) => Promise<unknown>> = {
  createChatCompletion: (client) =>
    createChatCompletion(client, { messages, user: secret, extra: { [secret]: secret } }),
  streamChatCompletion: async (client) => read(await streamChatCompletion(client, { messages, stop: [secret] })),
  createCompletion: (client) => createCompletion(client, { prompt, banned_strings: secret }),
  streamCompletion: async (client) => read(await streamCompletion(client, { prompt: [prompt], max_tokens: 5 })),
  createEmbeddings: (client) => createEmbeddings(client, { input: [prompt] }),
  encodeTokens: (client) => encodeTokens(client, { text: messages }),
  listModels: (client) => listModels(client),
  loadModel: (client) => loadModel(client, { model_name: 'a-model', extra: { note: secret } }),
  downloadModel: (client) => downloadModel(client, { repo_id: 'owner/name', token: `hf_${secret}` }),
  loadLoras: (client) => loadLoras(client, { loras: [{ name: 'a-lora' }], extra: { note: secret } }),
  switchTemplate: (client) => switchTemplate(client, { prompt_template_name: 'a-template', extra: { note: secret } }),
  switchSamplerOverride: (client) =>
    switchSamplerOverride(client, { overrides: { banned_strings: { override: [secret] } } }),
  getHealth: (client) => getHealth(client),
}

const codes: Record<number, TabbyErrorCode> = {
  400: 'invalid_request',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found',
  409: 'invalid_request',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
  500: 'server_error',
  502: 'server_error',
}

/** Ways to repeat a request in an error answer, outside the sentence that is meant to be read. */
const echoes: Record<string, (request: ArrivedRequest, all: string) => Pick<Answer, 'headers' | 'body'>> = {
  'its 422 with the refused input': ({ body, headers }, all) => {
    const issue = { type: 'string_type', loc: ['body', 'x'], msg: 'Input should be a valid string', input: body || all }
    return { headers: json, body: [JSON.stringify({ detail: [{ ...issue, ctx: { headers, all }, url: all }] })] }
  },
  'members beside the sentence': (_, all) => ({
    headers: json,
    body: [
      JSON.stringify({ detail: 'refused', request: all, trace: all, error: { type: all, param: all, code: all } }),
    ],
  }),
  'a page of a gateway': (_, all) => ({ headers: { ...html, 'x-debug': secret }, body: [`<html>${all}</html>`] }),
}

async function serve(answer: Parameters<typeof serveAnswers>[0]) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  return server.url
}

for (const [echo, repeat] of Object.entries(echoes)) {
  for (const [status, code] of Object.entries(codes)) {
    test(`a ${status} that repeats the request in ${echo} is printed without it`, async () => {
      const baseUrl = await serve((request) => {
        const all = JSON.stringify([request.headers, request.body])
        // Without this the test would show nothing: the server repeats what it got, keys and all.
        expect(all).toContain(secret)
        return { status: Number(status), ...repeat(request, all) }
      })
      for (const call of Object.values(calls)) expect((await provokeError({ baseUrl }, call)).code).toBe(code)
    })
  }
}

test('a 503 is printed without the request, whoever says it', async () => {
  for (const detail of ['No models are currently loaded.', 'Chat completion 5 aborted.']) {
    const body = JSON.stringify({ detail, prompt, keys: secret })
    const baseUrl = await serve({ status: 503, headers: { ...json, 'retry-after': '5' }, body: [body] })
    for (const call of Object.values(calls)) await provokeError({ baseUrl }, call)
  }
  const tooLong = { message: 'too long', type: secret, param: secret, code: 'context_length_exceeded' }
  const baseUrl = await serve({ status: 400, headers: json, body: [JSON.stringify({ error: tooLong, prompt })] })
  expect((await provokeError({ baseUrl }, calls.createChatCompletion!)).code).toBe('context_length_exceeded')
})

test('an attempt that is repeated is printed without the request too', async () => {
  const baseUrl = await serve(({ body }) => ({ status: 429, headers: html, body: [`<p>${body}</p>`] }))
  await provokeError({ baseUrl, retry: { limit: 2, delay: () => 1 } }, calls.createChatCompletion!)
})

test('a server that cannot be reached, resets, or hangs up is printed without the request', async () => {
  const { url, close } = await serveAnswers({})
  await close()
  const hangsUp = await serve({ headers: json, body: [`{"prompt":"${prompt}"`], end: 'destroy' })
  for (const call of Object.values(calls)) {
    expect((await provokeError({ baseUrl: url }, call)).code).toBe('connection_error')
    await provokeError({ baseUrl: hangsUp }, call)
  }
  const failed = Object.assign(new TypeError(`cannot send ${secret}`), { cause: new Error(secret), request: secret })
  await provokeError({ fetch: () => Promise.reject(failed) }, calls.createChatCompletion!)
})

test('an answer of another shape is printed without the answer', async () => {
  const shape = { choices: [{ index: prompt }], data: prompt, tokens: prompt, download_path: [prompt], status: 5 }
  const bodies = [JSON.stringify(shape), JSON.stringify(prompt), `you said ${prompt}`]
  for (const body of bodies) {
    const baseUrl = await serve({ headers: json, body: [body] })
    for (const name of ['createChatCompletion', 'createEmbeddings', 'encodeTokens', 'listModels', 'downloadModel']) {
      const { code, message } = await provokeError({ baseUrl }, calls[name]!)
      expect({ name, code, message }).toMatchObject({ code: 'invalid_response' })
    }
  }
})

const chunk = (delta: object) =>
  `data: ${JSON.stringify({ id: '1', model: 'm', choices: [{ index: 0, delta }] })}\r\n\r\n`
const failure = { message: 'the model crashed', trace: prompt, prompt, code: prompt }
const streams: Record<string, Answer> = {
  'server-error': { body: [chunk({ content: prompt }), `data: ${JSON.stringify({ error: failure })}\r\n\r\n`] },
  truncated: { body: [chunk({ content: prompt })] },
  'invalid-event': { body: [chunk({ content: prompt }), `data: {"choices":"${prompt}"}\r\n\r\n`] },
  'not-a-stream': { headers: html, body: [`<html>${prompt}</html>`] },
}

test.each(Object.entries(streams))(
  'a stream that fails as %s is printed without the answer',
  async (reason, answer) => {
    const baseUrl = await serve({ headers: eventStreamHeaders, ...answer })
    const error = await provokeError({ baseUrl }, calls.streamChatCompletion!)
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason })
  },
)

test('other ways in which a stream fails are printed without the answer', async () => {
  const stream = calls.streamChatCompletion!
  const broken = await serve({ body: [chunk({ content: prompt }), `data: {"${secret}": \r\n\r\n`] })
  await provokeError({ baseUrl: broken }, stream)
  const large = await serve({ body: [`data: {"text":"${secret.repeat(500)}"}\r\n\r\n`] })
  await provokeError({ baseUrl: large, maxEventSize: 1000 }, stream)
  const error = JSON.stringify({ error: { ...failure, code: 'context_length_exceeded' } })
  const tooLong = await serve({ body: [`data: ${error}\r\n\r\n`] })
  expect((await provokeError({ baseUrl: tooLong }, stream)).code).toBe('context_length_exceeded')
  const whole = await serve({ body: [chunk({ content: prompt }), 'data: [DONE]\r\n\r\n'] })
  await provokeError({ baseUrl: whole }, async (client) => {
    const once = await requestStream(client, { path: '/v1/chat/completions', body: { messages } })
    await read(once)
    await read(once)
  })
})

test('each timeout is printed without what had arrived', async () => {
  const silent = await serve({ headers: json, body: [`{"prompt":"${prompt}`], end: 'open' })
  const limits = { timeout: 50, idleTimeout: 50 }
  for (const call of Object.values(calls)) {
    // Generations and loads have no limit of their own.
    const limit = ({ send, ...rest }: TabbyClient): TabbyClient => ({
      ...rest,
      send: (request) => send({ ...request, ...limits }),
    })
    await provokeError({ baseUrl: silent, ...limits }, (client) => call(limit(client)))
  }
  await provokeError({ baseUrl: silent }, (client) => waitUntilReady(client, { timeout: 50 }))
  const parts = [chunk({ content: prompt }), ...Array.from({ length: 50 }, () => [20, ': ping\r\n\r\n']).flat()]
  for (const name of ['idleTimeout', 'eventTimeout'] as const) {
    const baseUrl = await serve({ body: name === 'eventTimeout' ? parts : parts.slice(0, 1), end: 'open' })
    const error = await provokeError({ baseUrl, [name]: 100 }, calls.streamChatCompletion!)
    expect(error).toMatchObject({ name: 'TabbyTimeoutError', timeout: name })
  }
})

test('what is refused before it is sent is printed without it', async () => {
  const refuse = (options: object, call = calls.createChatCompletion!) =>
    expect(provokeError(options, call)).resolves.toMatchObject({ code: 'request_refused' })
  await refuse({ apiKey: `a key\nwith ${secret}` })
  await refuse({ headers: { 'x-other': `${secret}\u0000` } })
  await refuse({ baseUrl: `http://name:${secret}@localhost` })
  await refuse({}, (client) => streamCompletion(client, { prompt } as never))
  await refuse({}, (client) => switchSamplerOverride(client, { overrides: { stop: secret } } as never))
  vi.stubGlobal('location', { href: 'http://page/' })
  onTestFinished(() => void vi.unstubAllGlobals())
  await refuse({ adminKey: secret })
})

test('every class, code, reason and clock was provoked by the tests above', () => {
  expect([...provoked].sort()).toEqual([
    'TabbyApiError authentication_error',
    'TabbyApiError context_length_exceeded',
    'TabbyApiError generation_failed',
    'TabbyApiError invalid_request',
    'TabbyApiError no_model_loaded',
    'TabbyApiError not_found',
    'TabbyApiError permission_error',
    'TabbyApiError rate_limit_exceeded',
    'TabbyApiError server_error',
    'TabbyApiError validation_error',
    'TabbyConnectionError connection_error',
    'TabbyRequestError request_refused',
    'TabbyResponseError invalid_response invalid-json',
    'TabbyResponseError invalid_response schema-mismatch',
    'TabbyStreamError context_length_exceeded server-error',
    'TabbyStreamError stream_error already-read',
    'TabbyStreamError stream_error invalid-event',
    'TabbyStreamError stream_error not-a-stream',
    'TabbyStreamError stream_error server-error',
    'TabbyStreamError stream_error truncated',
    'TabbyTimeoutError timeout eventTimeout',
    'TabbyTimeoutError timeout idleTimeout',
    'TabbyTimeoutError timeout timeout',
  ])
})

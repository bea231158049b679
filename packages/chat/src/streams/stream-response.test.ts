import { createTabbyClient, requestStream } from '@tabby/core'
import type { Fault } from '@tabby/emulator'
import { readAll } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { serveRoute } from '../../test/serve-route.js'
import { createSource, openEmulator } from '../../test/stream-server.js'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { collectChatCompletion } from '../collect-chat-completion.js'
import { streamChatCompletion } from '../stream-chat-completion.js'
import { streamTools } from '../tools/stream-tools.js'
import { createStreamResponse } from './create-stream-response.js'
import { readWebStream } from './read-web-stream.js'
import { toReadableStream } from './to-readable-stream.js'

/** A client for a route of the user's own. */
async function openRoute(answer: (body: string) => Response | Promise<Response>) {
  return createTabbyClient({ baseUrl: (await serveRoute(answer)).url, retry: false })
}

/** A route that passes chats through to an emulator. */
async function serveChats(speed?: number) {
  const { emulator, client } = await openEmulator(speed ? { settings: { speed: { tokensPerSecond: speed } } } : {})
  const browser = await openRoute(async (body) => {
    const params = JSON.parse(body) as ChatCompletionParams
    return createStreamResponse(await streamChatCompletion(client, params))
  })
  return { emulator, client, browser }
}
const ask = (content: string) => ({ messages: [{ role: 'user', content }] })

describe('a route that passes a stream through', () => {
  test('a browser gets what the server said', async () => {
    const { client, browser } = await serveChats()
    const [through, straight] = await Promise.all(
      [browser, client].map(async (each) => collectChatCompletion(await streamChatCompletion(each, ask('Hello')))),
    )
    expect(through!.choices).toEqual(straight!.choices)
    expect(through!.usage!.total_tokens).toBe(straight!.usage!.total_tokens)
  })

  test('a browser that leaves stops the model', async () => {
    const { emulator, browser } = await serveChats(100)
    for await (const { choices } of await streamChatCompletion(browser, ask('[[len:500]]'))) if (choices.length) break
    await expect.poll(() => emulator.journal.at(-1)).toMatchObject({ leftAfterMilliseconds: expect.any(Number) })
  })

  test('a crash reaches the browser in the words of the server, with what had arrived', async () => {
    const { browser } = await serveChats()
    const error = await streamChatCompletion(browser, ask('[[fail:3]]'))
      .then(collectChatCompletion)
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'server-error' })
    expect(error.message).toMatch(/aborted/)
    expect(error.partial.choices[0].message.content).toMatch(/\w/)
  })

  test('other values go to other paths, and of a foreign error nothing is told', async () => {
    const browser = await openRoute(async () =>
      createStreamResponse(createSource(['ä', { text: '\u2028\n' }], new Error('password')).stream, {
        status: 201,
        headers: { 'x-mine': 'yes', 'cache-control': 'private' },
      }),
    )
    const { status, headers, text } = await browser.send({ path: '/api/ask', body: {} })
    expect([status, headers.get('x-mine'), headers.get('cache-control')]).toEqual([201, 'yes', 'private'])
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(await text()).not.toContain('password')
    const events = await requestStream(browser, { path: '/api/ask', body: {} })
    expect((await events.next()).value).toBe('ä')
    expect((await events.next()).value).toEqual({ text: '\u2028\n' })
    await expect(events.next()).rejects.toMatchObject({ reason: 'server-error', message: /The stream failed/ })
  })

  test('a value that JSON cannot hold ends it with an error, and closes the source', async () => {
    const { seen, stream } = createSource<unknown>(['a', 1n, 'b'])
    expect(await createStreamResponse(stream).text()).toMatch(/^data: "a"\n\ndata: {"error":.*}\n\n$/)
    expect(seen).toEqual({ asked: 2, isClosed: true })
  })

  test('a source that is silent for 15 s is bridged with pings, and nothing of it is lost', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let answer: (text: string) => void
    const source = (async function* () {
      for (let count = 0; count < 2; count++) yield await new Promise<string>((resolve) => (answer = resolve))
    })()
    const reader = createStreamResponse(source).body!.pipeThrough(new TextDecoderStream()).getReader()
    const read = async () => (await reader.read()).value
    for (const text of ['first', 'second']) {
      const pings = [read(), read()]
      await vi.advanceTimersByTimeAsync(30_000)
      expect(await Promise.all(pings)).toEqual([': ping\n\n', ': ping\n\n'])
      answer!(text)
      expect(await read()).toBe(`data: "${text}"\n\n`)
    }
    expect(await read()).toBe('data: [DONE]\n\n')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a response that is never read closes its source when it is cancelled', async () => {
    const { seen, stream } = createSource([1])
    await createStreamResponse(stream).body!.cancel()
    expect(seen).toEqual({ asked: 0, isClosed: true })
  })
})

describe('a stream that is still to be opened', () => {
  const refusal: Fault = {
    path: '/v1/chat',
    effect: { kind: 'status', status: 503, detail: 'No models are currently loaded.' },
  }
  const openRefused = () => openEmulator({ faults: [refusal] })

  test('a refused request gets the status of the refusal, opened by a promise or by a function', async () => {
    const { client } = await openRefused()
    const open = () => streamChatCompletion(client, ask('Hello'))
    for (const makeLazy of [() => open, () => open()]) {
      const response = await createStreamResponse(makeLazy(), { status: 201, headers: { 'x-mine': 'yes' } })
      expect([response.status, response.headers.get('x-mine')]).toEqual([503, 'yes'])
      expect(response.headers.get('x-should-retry')).toBe('false')
      expect(await response.json()).toMatchObject({
        error: { code: 'no_model_loaded', message: 'No models are currently loaded.' },
      })
    }
  })

  test('so does a run of tools, which asks for nothing before its first event', async () => {
    const { client } = await openRefused()
    const response = await createStreamResponse(() => streamTools(client, ask('Hello'), { tools: [] }))
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ error: { code: 'no_model_loaded' } })
  })

  test('what opens comes through whole, the first event included', async () => {
    const { client } = await openEmulator()
    const browser = await openRoute((body) =>
      createStreamResponse(() => streamChatCompletion(client, JSON.parse(body) as ChatCompletionParams)),
    )
    const [through, straight] = await Promise.all(
      [browser, client].map(async (each) => collectChatCompletion(await streamChatCompletion(each, ask('Hello')))),
    )
    expect(through!.choices).toEqual(straight!.choices)
    expect(await (await createStreamResponse(() => createSource([]).stream)).text()).toBe('data: [DONE]\n\n')
  })

  test('an error of a program is a 500 that tells nothing, wherever it is thrown', async () => {
    const failures = [
      () => {
        throw new Error('password')
      },
      () => Promise.reject(new Error('password')),
      () => createSource([], new Error('password')).stream,
      () => ({}) as AsyncIterable<unknown>,
    ]
    for (const failure of failures) {
      const response = await createStreamResponse(failure)
      expect(response.status).toBe(500)
      expect(await response.text()).toMatch(/^{"error":{"message":"The server failed to handle the request"/)
    }
  })

  test('one that is silent for 15 s is answered with 200, and fails in the stream', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let fail: (error: Error) => void
    const source = { next: () => new Promise<never>((_, reject) => (fail = reject)) }
    const coming = createStreamResponse(() => ({ [Symbol.asyncIterator]: () => source }))
    await vi.advanceTimersByTimeAsync(14_999)
    expect(await Promise.race([coming, 'nothing yet'])).toBe('nothing yet')
    await vi.advanceTimersByTimeAsync(1)
    const response = await coming
    expect(response.status).toBe(200)
    const text = response.text()
    fail!(new Error('password'))
    expect(await text).toBe(
      'data: {"error":{"message":"The stream failed","type":"server_error","param":null,"code":null}}\n\n',
    )
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a browser that leaves a silent one closes it, and its late failure bothers nobody', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let fail: (error: Error) => void
    const close = vi.fn<() => Promise<IteratorResult<never>>>(() => Promise.resolve({ done: true, value: undefined }))
    const source = { next: () => new Promise<never>((_, reject) => (fail = reject)), return: close }
    const coming = createStreamResponse(() => ({ [Symbol.asyncIterator]: () => source }))
    await vi.advanceTimersByTimeAsync(15_000)
    await (await coming).body!.cancel()
    expect(close).toHaveBeenCalledOnce()
    fail!(new Error('late'))
    await vi.advanceTimersByTimeAsync(1)
  })
})

describe('web streams', () => {
  test('there and back, the pieces are the same, and nothing is read before it is asked for', async () => {
    const { seen, stream } = createSource([1, 2, 3])
    const back = readWebStream(toReadableStream(stream))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(seen.asked).toBe(0)
    expect((await back.next()).value).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(seen.asked).toBe(1)
    expect(await readAll(back)).toEqual([2, 3])
    expect(seen.isClosed).toBe(false)
  })

  test('leaving closes the source', async () => {
    const { seen, stream } = createSource([1, 2, 3])
    for await (const value of readWebStream(toReadableStream(stream))) if (value === 2) break
    expect(seen).toEqual({ asked: 2, isClosed: true })
  })

  test('an error comes through unchanged, and cancelling after it is quiet', async () => {
    const error = new Error('broken')
    const back = readWebStream(toReadableStream(createSource([1], error).stream))
    expect((await back.next()).value).toBe(1)
    await expect(back.next()).rejects.toBe(error)
    await expect(back.cancel()).resolves.toBeUndefined()
  })
})

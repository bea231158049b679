import { createTabbyClient, type TabbyStreamRequestOptions } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { collectCompletion } from './collect-completion.js'
import type { StreamCompletionParams } from './completion-params.js'
import { streamCompletion } from './stream-completion.js'

const emulator = await listen(createEmulator())
afterAll(() => emulator.close())
const client = createTabbyClient({ baseUrl: emulator.url })
const once = { prompt: 'Once upon [[len:6]]', max_tokens: 20 }

const event = (choice: object) => `data: ${JSON.stringify({ id: 'x', choices: [choice] })}\r\n\r\n`
const say = (text: string, index = 0) => event({ index, text, finish_reason: null })
const finish = (index = 0) => event({ index, text: '', finish_reason: 'stop', eos_reason: 'stop_token' })

/** Streams one answer from a server of its own. */
async function play(answer: Answer, params: StreamCompletionParams = once, options?: TabbyStreamRequestOptions) {
  const server = await serveAnswers(answer)
  const stream = await streamCompletion(createTabbyClient({ baseUrl: server.url }), params, options)
  return { server, stream, request: server.requests[0]! }
}

/** The error in which a stream ends. */
async function fail(...given: Parameters<typeof play>) {
  const { server, stream } = await play(...given)
  return collectCompletion(stream)
    .then(
      () => expect.unreachable(),
      (error) => error,
    )
    .finally(server.close)
}

describe('against the emulator', () => {
  test('text arrives in pieces under the name of its model, and usage with the last of them', async () => {
    const chunks = []
    for await (const chunk of await streamCompletion(client, once)) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(3)
    expect(chunks.every(({ model }) => model === 'demo-8b-exl3')).toBe(true)
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: { completion_tokens: 6 } })
  })

  test('several prompts are put together by their index', async () => {
    const params = { prompt: ['One [[len:1]]', 'Two [[len:2]]'], n: 2, max_tokens: 20 }
    const { choices } = await collectCompletion(await streamCompletion(client, params))
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3])
  })

  test('a model that crashes throws the words of the server, with the text so far', async () => {
    const stream = await streamCompletion(client, { ...once, prompt: '[[fail:3]]' })
    const error = await collectCompletion(stream).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ reason: 'server-error', partial: { choices: [{ finish_reason: null }] } })
    expect(error.partial.choices[0].text).toMatch(/\w/)
  })
})

describe('the number of tokens', () => {
  const refusal = { code: 'request_refused', name: 'TabbyRequestError' }
  test.each([{}, { max_tokens: null }, { max_tokens: undefined, min_tokens: 3 }, { max_length: Infinity }])(
    'a stream with %j is refused before anything is sent',
    async (given) => {
      const server = await serveAnswers({})
      const by = createTabbyClient({ baseUrl: server.url })
      const params = { prompt: 'Once', ...given } as unknown as StreamCompletionParams
      await expect(streamCompletion(by, params)).rejects.toMatchObject(refusal)
      expect(server.requests).toHaveLength(0)
      await server.close()
    },
  )

  test.each([
    [{ max_tokens: 0 }, 0],
    [{ max_completion_tokens: 5 }, 5],
    [{ max_length: 7 }, 7],
    [{ max_tokens: null, max_length: 7 }, 7],
    [{ max_tokens: 3, max_length: 7 }, 3],
  ])('%j asks for %i', async (given, expected) => {
    const { server, stream, request } = await play({}, { prompt: 'Once', ...given } as StreamCompletionParams)
    await stream.cancel()
    expect(JSON.parse(request.body)).toMatchObject({ ...given, max_tokens: expected, stream: true })
    await server.close()
  })
})

describe('the end of a stream', () => {
  test.each([
    ['two choices', { ...once, n: 2 }, 2],
    ['two prompts', { ...once, prompt: ['a', 'b'] }, 2],
    ['two choices of two prompts', { ...once, prompt: ['a', 'b'], n: 2 }, 4],
    ['a list without prompts', { ...once, prompt: [] }, 1],
  ])('for %s it is whole without [DONE] once all have ended, and truncated before', async (_, params, count) => {
    const ends = Array.from({ length: count }, (_end, index) => say('a', index) + finish(index))
    const { server, stream } = await play({ body: ends }, params)
    expect((await collectCompletion(stream)).choices).toHaveLength(count)
    await server.close()
    const error = await fail({ body: ends.slice(1) }, params)
    expect(error.reason).toBe('truncated')
    expect(error.partial.choices.map(({ text }: { text: string }) => text)).toEqual(Array(count - 1).fill('a'))
  })

  test('an error has what arrived, in the form of a whole completion', async () => {
    const error = await fail({ body: [say('secret'), say(' text')], end: 'destroy' })
    expect(error).toMatchObject({ reason: 'truncated' })
    expect(error.partial).toMatchObject({ id: 'x', choices: [{ index: 0, text: 'secret text', finish_reason: null }] })
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  test('a stream that only pings ends by the eventTimeout, with the text so far', async () => {
    const pings = Array.from({ length: 40 }, () => [10, ': ping - now\r\n\r\n']).flat()
    const error = await fail({ body: [say('so far'), ...pings], end: 'open' }, once, { eventTimeout: 100 })
    expect(error).toMatchObject({ code: 'timeout', partial: { choices: [{ text: 'so far' }] } })
  })
})

test('break and an abort close the connection', async () => {
  const { server, stream, request } = await play({ body: [say('a')], end: 'open' })
  for await (const chunk of stream) if (chunk.choices.length) break
  expect((await request.over).clientLeft).toBe(true)
  await server.close()

  const reason = new Error('enough')
  const controller = new AbortController()
  const aborted = await play({ body: [], end: 'open' }, once, { signal: controller.signal })
  const next = aborted.stream.next()
  controller.abort(reason)
  await expect(next).rejects.toBe(reason)
  expect((await aborted.request.over).clientLeft).toBe(true)
  await aborted.server.close()
})

test('a document of several choices comes as a piece for each of them, with usage in the last', async () => {
  const choices = ['a', 'b'].map((text, index) => ({ index, finish_reason: 'stop', text }))
  const body = [JSON.stringify({ id: 'x', choices, usage: { total_tokens: 3 } })]
  const answer = { headers: { 'content-type': 'application/json' }, body }
  const { server, stream } = await play(answer, { ...once, n: 2 })
  const pieces = []
  for await (const {
    choices: [choice],
    usage,
  } of stream)
    pieces.push([choice!.text, usage])
  expect(pieces).toEqual([
    ['a', null],
    ['b', { total_tokens: 3 }],
  ])
  await server.close()
})

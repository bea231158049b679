import { expect, onTestFinished, test } from 'vitest'
import {
  dropAlikeEvents,
  everyByte,
  getRecording,
  listRecordings,
  playRecording,
  readAll,
  readEvents,
  readRecording,
  serveEmulator,
  serveRecording,
  toByteStream,
} from '@tabby/emulator/testing'

test('serves an emulator with its keys until the test closes it', async () => {
  const close: (() => Promise<void>)[] = []
  const server = await serveEmulator({
    keys: { api: ['user'], admin: ['boss'] },
    journal: 1,
    closeWith: (end) => close.push(end),
  })
  expect((await fetch(`${server.url}/v1/model`)).status).toBe(401)
  expect((await fetch(`${server.url}/v1/model`, { headers: { 'x-api-key': 'user' } })).status).toBe(200)
  expect(server.emulator.journal).toHaveLength(1)
  expect(close).toEqual([server.close])
  await server.close()
  await expect(fetch(`${server.url}/v1/model`)).rejects.toThrow('fetch failed')
})

test('closes an emulator at the end of its block', async () => {
  let url = ''
  {
    await using server = await serveEmulator()
    ;({ url } = server)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  }
  await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed')
})

test('plays a recording as it was recorded, and closes when it was used, or could not be', async () => {
  const { response } = getRecording('chat_context_exceeded')
  let url = ''
  const got = await playRecording('chat_context_exceeded', async (server) => {
    ;({ url } = server)
    const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: '{}' })
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/v1/chat/completions', body: '{}' }])
    return { status: answer.status, body: await answer.text() }
  })
  expect(got).toEqual({ status: response.status, body: response.body })
  await expect(fetch(url)).rejects.toThrow('fetch failed')

  const failing = playRecording('chat_context_exceeded', async (server) => {
    ;({ url } = server)
    throw new Error('the test failed')
  })
  await expect(failing).rejects.toThrow('the test failed')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

test('plays a recording of the user', async () => {
  const own = { ...getRecording('chat_context_exceeded') }
  const mine = { ...own, response: { ...own.response, status: 418, body: 'mine' } }
  const server = await serveRecording(mine)
  onTestFinished(server.close)
  const response = await fetch(server.url)
  expect([response.status, await response.text()]).toEqual([418, 'mine'])
})

test('says what a call made of a recording, and what the recording says', async () => {
  const good = listRecordings(({ request, response }) => request.path === '/v1/model' && response.status === 200)
  const read = async (url: string): Promise<unknown> => (await fetch(`${url}/v1/model`)).json()
  const reading = await readRecording(good[0]!.name, read)
  expect(reading).toEqual({
    status: 200,
    value: JSON.parse(good[0]!.response.body),
    json: JSON.parse(good[0]!.response.body),
    requested: ['GET /v1/model'],
  })
  const refusal = await readRecording('nomodel_get_v1_model__api', () => Promise.reject(new Error('no model')))
  expect(refusal).toMatchObject({ status: 503, detail: 'No models are currently loaded.', requested: [] })
  expect(refusal.error).toEqual(new Error('no model'))
})

test('names the recording that there is not', () => {
  expect(() => getRecording('nope')).toThrow('there is no recording called nope')
})

test('finds the splits and the cuts at which a reader goes wrong', async () => {
  const decodeEach = async (chunks: readonly Uint8Array[]): Promise<string> => {
    if (chunks.length === 1 && chunks[0]!.length === 0) throw new Error('nothing came')
    return chunks.map((chunk) => new TextDecoder().decode(chunk)).join('')
  }
  const report = await everyByte('a\u00FCb', decodeEach)
  expect(report).toEqual({
    whole: 'a\u00FCb',
    splits: ['2: a\uFFFD\uFFFDb'],
    cuts: ['0: undefined: nothing came', '1: a', '2: a\uFFFD', '3: a\u00FC'],
  })
})

test('keeps two of the events that look alike, and each that does not', () => {
  const events = ['{"a": "x", "n": 1}', '{"a": "y", "n": 2}', '{"a": "z", "n": 3}', '{"b": "z"}', '{"a": "\u00FC"}']
  const body = events.map((event) => `data: ${event}\r\n\r\n`).join('')
  expect(dropAlikeEvents(body)).toBe(
    events
      .filter((_event, index) => index !== 2)
      .map((event) => `data: ${event}\r\n\r\n`)
      .join(''),
  )
})

test('keeps two of the pairs that look alike, and tells texts with escapes from texts without', () => {
  const toBody = (texts: readonly string[]) => texts.map((text) => `data: {"a": "${text}"}\r\n\r\n`).join('')
  expect(dropAlikeEvents(toBody(['a', '\\n', 'b', 'c\\"d', 'e', 'f', '\\u00fc']))).toBe(
    toBody(['a', '\\n', 'b', 'c\\"d', 'e', 'f', '\\u00fc']),
  )
  expect(dropAlikeEvents(toBody(['a', '\\n', 'b', '\\n', 'c', '\\n', 'd']))).toBe(toBody(['a', '\\n', 'b', '\\n', 'c']))
})

test('reads streams and recorded events to their end', async () => {
  const chunks = [new Uint8Array([1]), new Uint8Array([2])]
  expect(await readAll(toByteStream(chunks))).toEqual(chunks)
  const body = 'data: {"a": -Infinity}\r\n\r\n: ping\r\n\r\ndata: [DONE]\r\n\r\n'
  expect(readEvents({ response: { body } })).toEqual([{ a: -Infinity }])
})

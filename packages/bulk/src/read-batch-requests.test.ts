import { createTabbyClient } from '@tabby/core'
import { createDemoWorld } from '@tabby/emulator'
import { readAll, serveEmulator } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type BatchProblem, readBatchRequests, runBatchRequest } from './index.js'

const body = { messages: [{ role: 'user', content: 'Hi' }] }
const toLine = (fields: object) =>
  JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body, ...fields })

describe('readBatchRequests', () => {
  test('reads lines from chunks of any size, with empty lines, ends of Windows and a byte order mark', async () => {
    const lines = [toLine({ columns: { ä: 'ö' } }), '', toLine({ custom_id: 'b', method: undefined })]
    const text = `\uFEFF${lines.join('\r\n')}`
    const expected = [
      { id: 'a', url: '/v1/chat/completions', body, columns: { ä: 'ö' } },
      { id: 'b', url: '/v1/chat/completions', body },
    ]
    for (const size of [1, 2, 7, text.length]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      )
      expect(await readAll(readBatchRequests(chunks))).toEqual(expected)
    }
    expect(await readAll(readBatchRequests([`${text}\n`]))).toEqual(expected)
    expect(await readAll(readBatchRequests([]))).toEqual([])
  })

  test.each([
    ['hello', 'it is not JSON'],
    ['[]', 'it is not a JSON object'],
    [toLine({ custom_id: undefined }), 'custom_id is missing'],
    [toLine({ custom_id: 7 }), 'custom_id must be a string that is not empty'],
    [toLine({ custom_id: '' }), 'custom_id must be a string that is not empty'],
    [toLine({ method: 'GET' }), 'method must be POST'],
    [toLine({ url: '/v1/images' }), 'url must be one of /v1/chat/completions, /v1/completions, /v1/embeddings'],
    [toLine({ url: 'toString' }), 'url must be one of /v1/chat/completions, /v1/completions, /v1/embeddings'],
    [toLine({ body: 'Hi' }), 'body must be an object'],
    [toLine({ body: {} }), 'body.messages is missing'],
    [toLine({ url: '/v1/completions' }), 'body.prompt is missing'],
    [toLine({ url: '/v1/embeddings' }), 'body.input is missing'],
    [toLine({ body: { ...body, stream: true } }), 'body.stream must not be true: a batch reads whole responses'],
    [toLine({ columns: { a: 1 } }), 'columns must be an object of strings'],
    [toLine({ custom_id: 'first' }), 'custom_id is that of line 1'],
  ])('refuses a line with its number, or passes it over: %s', async (line, problem) => {
    const text = [`${toLine({ custom_id: 'first' })}\n`, `${line}\n`, toLine({ custom_id: 'last' })]
    await expect(readAll(readBatchRequests(text))).rejects.toMatchObject({
      code: 'request_refused',
      message: `readBatchRequests: line 2: ${problem}`,
    })
    const problems: BatchProblem[] = []
    const requests = await readAll(readBatchRequests(text, { onProblem: (each) => void problems.push(each) }))
    expect(requests.map(({ id }) => id)).toEqual(['first', 'last'])
    expect(problems).toEqual([{ line: 2, problem }])
  })

  test('refuses a line that is longer than any request, before it takes all of the memory', async () => {
    const longest = 'x'.repeat(50_000_000)
    const read = async (chunks: string[]) => {
      const problems: BatchProblem[] = []
      await readAll(readBatchRequests(chunks, { onProblem: (each) => void problems.push(each) }))
      return problems
    }
    expect(await read(['\n', longest, '\nx\n'])).toMatchObject([{ line: 2 }, { line: 3 }])
    await expect(read(['\n', longest, 'x'])).rejects.toThrow('readBatchRequests: line 2 has more than 50000000 char')
  })
})

test('runBatchRequest sends the body to its address, and returns what the server answers', async () => {
  const { url, emulator } = await serveEmulator({ journal: 10, closeWith: onTestFinished })
  const client = createTabbyClient({ baseUrl: url })
  const chat = await runBatchRequest(client, { id: 'a', columns: { b: 'c' }, url: '/v1/chat/completions', body })
  expect(chat).toMatchObject({ object: 'chat.completion', choices: [{ message: { role: 'assistant' } }] })
  const text = await runBatchRequest(client, { id: 'a', url: '/v1/completions', body: { prompt: 'Hi', max_tokens: 4 } })
  expect(text).toMatchObject({ object: 'text_completion' })
  const vectors = await runBatchRequest(client, { id: 'a', url: '/v1/embeddings', body: { input: ['Hi'] } })
  expect(vectors).toMatchObject({ object: 'list', data: [{ index: 0 }] })
  expect([chat, text]).toMatchObject([
    { usage: { completion_tokens: expect.any(Number) } },
    { usage: { completion_tokens: 4 } },
  ])
  const own = { ...body, stream_options: {} }
  expect(await runBatchRequest(client, { id: 'a', url: '/v1/chat/completions', body: own })).toMatchObject({
    usage: null,
  })
  expect(emulator.journal.slice(0, 3).map(({ path }) => path)).toEqual([
    '/v1/chat/completions',
    '/v1/completions',
    '/v1/embeddings',
  ])
})

test.each([[undefined], ['named']])('runBatchRequest finds that no model is loaded: %s', async (model) => {
  // The server answers 503, and 500 to a request that names a model (recorded).
  const world = { ...createDemoWorld(), loaded: {} }
  const { url } = await serveEmulator({ world, closeWith: onTestFinished })
  const request = { id: 'a', url: '/v1/chat/completions' as const, body: { ...body, ...(model && { model }) } }
  await expect(runBatchRequest(createTabbyClient({ baseUrl: url }), request)).rejects.toMatchObject({
    code: 'no_model_loaded',
  })
})

import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { createEmbeddings } from './create-embeddings.js'

/** Asks a server that answers with these entries, whatever it is asked. */
async function ask(data: unknown, input: string | string[] = ['a', 'b', 'c'], more: object = {}) {
  const body = { object: 'list', data, model: 'x', usage: { prompt_tokens: 1, total_tokens: 1 }, ...more }
  const headers = { 'content-type': 'application/json' }
  // JSON itself may hold a member `__proto__`.
  const served = await serveAnswers({ headers, body: [typeof data === 'string' ? data : JSON.stringify(body)] })
  try {
    return await createEmbeddings(createTabbyClient({ baseUrl: served.url, retry: false }), { input })
  } finally {
    await served.close()
  }
}
const entry = (index: unknown, number: number) => ({ object: 'embedding', index, embedding: [number] })
const numbersOf = ({ data }: Awaited<ReturnType<typeof ask>>) =>
  data.map(({ index, embedding }) => [index, ...embedding])

describe('vectors are in the order of the texts', () => {
  test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[1, 0, 2]]])('when they come as %j', async (order) => {
    const answer = await ask(order.map((index) => entry(index, 10 * index)))
    expect(numbersOf(answer)).toEqual([
      [0, 0],
      [1, 10],
      [2, 20],
    ])
  })

  test('in which they came, when none has an index', async () => {
    const answer = await ask([5, 6, 7].map((number) => ({ embedding: [number] })))
    expect(numbersOf(answer)).toEqual([
      [0, 5],
      [1, 6],
      [2, 7],
    ])
    expect(numbersOf(await ask([5, 6, 7].map((number) => entry(null, number))))).toEqual(numbersOf(answer))
  })

  test('with all that their entries hold besides', async () => {
    const data = [1, 0].map((index) => ({ ...entry(index, index), more: index }))
    expect((await ask(data, ['a', 'b'])).data).toMatchObject([{ more: 0 }, { more: 1 }])
  })

  test('two thousand of them, in any order, at once', async () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `${index}`)
    const begin = performance.now()
    const answer = await ask(
      texts.map((_, index) => entry(1999 - index, 1999 - index)),
      texts,
    )
    expect(numbersOf(answer).every(([index, number]) => index === number)).toBe(true)
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})

describe('an error says where it is not clear whose a vector is:', () => {
  test.each([
    ['too few', [entry(0, 1), entry(1, 2)], 'data'],
    ['too many', [0, 1, 2, 3].map((index) => entry(index, 1)), 'data'],
    ['none at all', [], 'data'],
    ['the same index twice', [entry(0, 1), entry(0, 2), entry(2, 3)], 'data.1.index'],
    ['an index of no text', [entry(1, 1), entry(2, 2), entry(3, 3)], 'data.2.index'],
    ['an index as large as arrays get', [entry(0, 1), entry(4294967294, 2), entry(2, 3)], 'data.1.index'],
    ['an index beyond', [entry(0, 1), entry(1e308, 2), entry(2, 3)], 'data.1.index'],
    ['a negative index', [entry(0, 1), entry(-1, 2), entry(2, 3)], 'data.1.index'],
    ['half an index', [entry(0, 1), entry(0.5, 2), entry(2, 3)], 'data.1.index'],
    ['an index that is a text', [entry('0', 1), entry('1', 2), entry('2', 3)], 'data.0.index'],
    ['a name that every object has', [entry('__proto__', 1), entry(1, 2), entry(2, 3)], 'data.0.index'],
    ['an index that is missing beside others', [{ embedding: [1] }, entry(1, 2), entry(2, 3)], 'data.0.index'],
    ['a vector that is null', [entry(0, 1), { ...entry(1, 2), embedding: null }, entry(2, 3)], 'data.1.embedding'],
    ['a vector of texts', [entry(0, 1), { ...entry(1, 2), embedding: ['2'] }, entry(2, 3)], 'data.1.embedding'],
    ['a vector with a hole', [entry(0, 1), { ...entry(1, 2), embedding: [null] }, entry(2, 3)], 'data.1.embedding'],
    ['an object of numbers', [entry(0, 1), { ...entry(1, 2), embedding: { 0: 1 } }, entry(2, 3)], 'data.1.embedding'],
    ['a shorter vector', [entry(0, 1), entry(1, 2), { ...entry(2, 3), embedding: [] }], 'data.2.embedding'],
    ['an entry that is null', [entry(0, 1), null, entry(2, 3)], 'data.1'],
    ['no list', null, 'data'],
  ])('%s', async (_name, data, path) => {
    const error = await ask(data).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'TabbyResponseError', code: 'invalid_response' })
    expect((error as { paths: string[] }).paths[0]).toBe(path)
    expect((error as Error).message).toContain('/v1/embeddings')
  })

  test('two vectors for one text', async () => {
    const call = ask([entry(0, 1), entry(1, 2)], 'a')
    await expect(call).rejects.toThrow('POST /v1/embeddings returned 2 vectors for 1 texts')
  })

  test.each(['null', '[]', '5', 'true', '{}', '', '{"data":[[]]}'])('a response of %s', async (text) => {
    await expect(ask(text)).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('and an index never becomes a member of what all objects share', async () => {
    await ask([entry('__proto__', 1), entry('constructor', 2), entry('length', 3)]).catch(() => {})
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(Object.keys(Array.prototype)).toEqual([])
  })
})

test('what only a gateway leaves out may be missing', async () => {
  const answer = await ask([{ embedding: [1] }], 'a', { object: undefined, usage: undefined })
  expect(answer).toMatchObject({ object: 'list', data: [{ object: 'embedding', index: 0 }], model: 'x' })
  expect(answer.usage).toBeUndefined()
})

import { createTabbyClient } from '@tabby/core'
import { expect, test } from 'vitest'
import { serveContext } from '../test/serve-context.js'
import { countTokens } from './count-tokens.js'
import { fitPassages } from './fit-passages.js'

const { client, paths } = await serveContext()
const words = (count: number): string => Array.from({ length: count }, () => 'lorem').join(' ')
const count = (passages: string[], separator = '\n\n') =>
  countTokens(client, { text: passages.join(separator), add_bos_token: false })

/** Fits passages, and tells how many requests it took. */
async function fit(params: Parameters<typeof fitPassages>[1]) {
  const before = paths.length
  const fitted = await fitPassages(client, params)
  return { ...fitted, requests: paths.length - before }
}

test('what fits is left as it is, for one request', async () => {
  const passages = ['one', 'two', 'three']
  const fitted = await fit({ passages, tokens: 500 })
  expect(fitted).toMatchObject({ passages, dropped: [], tokens: await count(passages), requests: 1 })
})

test('as many as possible of the first ones fit, and the others are dropped, in few requests', async () => {
  const passages = Array.from({ length: 300 }, (_, index) => words(1 + ((index * 7) % 40)))
  for (const tokens of [50, 333, 2000]) {
    const fitted = await fit({ passages, tokens })
    const size = fitted.passages.length
    expect([...fitted.passages, ...fitted.dropped]).toEqual(passages)
    expect(fitted.tokens).toBe(await count(passages.slice(0, size)))
    expect(fitted.tokens).toBeLessThanOrEqual(tokens)
    expect(await count(passages.slice(0, size + 1))).toBeGreaterThan(tokens)
    expect(fitted.requests).toBeLessThanOrEqual(6)
  }
})

test('exactly as many tokens fit, and one less does not', async () => {
  const passages = [words(5), words(6), words(7)]
  const tokens = await count(passages)
  expect((await fit({ passages, tokens })).passages).toHaveLength(3)
  expect((await fit({ passages, tokens: tokens - 1 })).passages).toHaveLength(2)
})

test('a list whose lengths say nothing takes no more than a search by halves, twice', async () => {
  // Blanks are characters that cost next to nothing, and they stand where the guess looks.
  const passages = Array.from({ length: 256 }, (_, index) => (index % 2 ? ' '.repeat(900) : words(9)))
  const fitted = await fit({ passages, tokens: 700 })
  expect(await count(passages.slice(0, fitted.passages.length + 1))).toBeGreaterThan(700)
  expect(fitted.requests).toBeLessThanOrEqual(20)
})

test('the separator counts', async () => {
  const passages = Array.from({ length: 10 }, () => 'lorem')
  const tokens = await count(passages, ' and ')
  expect((await fit({ passages, tokens, separator: ' and ' })).passages).toHaveLength(10)
  expect((await fit({ passages, tokens, separator: ' and and and ' })).passages.length).toBeLessThan(10)
})

test('a first text that is too long leaves none, and no texts take no request', async () => {
  expect(await fit({ passages: [words(50), 'x'], tokens: 5 })).toMatchObject({ passages: [], tokens: 0, requests: 1 })
  expect(await fit({ passages: [], tokens: 5 })).toEqual({ passages: [], dropped: [], tokens: 0, requests: 0 })
})

test('without a model it is no_model_loaded, and an abort rejects with its reason', async () => {
  const { client: empty } = await serveContext({}, false)
  await expect(fitPassages(empty, { passages: ['x'], tokens: 5 })).rejects.toMatchObject({ code: 'no_model_loaded' })
  const signal = AbortSignal.abort('enough')
  await expect(fitPassages(client, { passages: ['x'], tokens: 5 }, { signal })).rejects.toBe('enough')
})

test.each<[object, string]>([
  [{ passages: 'x', tokens: 5 }, 'passages'],
  [{ passages: [1], tokens: 5 }, 'passages'],
  [{ passages: ['x'] }, 'tokens'],
  [{ passages: ['x'], tokens: -1 }, 'tokens'],
  [{ passages: ['x'], tokens: 1.5 }, 'tokens'],
  [{ passages: ['x'], tokens: 5, separator: 5 }, 'separator'],
])('%o is refused by name', async (params, name) => {
  const nowhere = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', retry: false })
  await expect(fitPassages(nowhere, params as never)).rejects.toMatchObject({
    code: 'request_refused',
    message: expect.stringContaining(name) as unknown,
  })
})

import { createTabbyClient } from '@tabby/core'
import { expect, test } from 'vitest'
import {
  collectCompletion,
  createCompletion,
  createCompletionObject,
  readCompletionText,
  streamCompletion,
  streamCompletionObject,
} from './index.js'

/** Nothing listens there: what is refused is refused before anything is sent. */
const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', adminKey: 'an-admin-key', retry: false })

/** What a program without types may give: the compiler refuses it in each of these places. */
const careless = (value: unknown) => value as never

test.each([undefined, null, 'x', 5, []])(
  'parameters that are %o are refused, never a bare TypeError',
  async (params) => {
    for (const call of [createCompletion, streamCompletion, createCompletionObject, streamCompletionObject]) {
      await expect((async () => call(client, careless(params)))()).rejects.toMatchObject({
        code: 'request_refused',
        message: expect.stringContaining('the parameters must be an object') as unknown,
      })
    }
  },
)

test('options that are null count as left out', async () => {
  await expect(createCompletion(client, { prompt: 'x' }, careless(null))).rejects.toMatchObject({
    code: 'connection_error',
  })
})

test('a collector takes null for its options', async () => {
  async function* nothing(): AsyncGenerator<never> {}
  await expect(collectCompletion(nothing(), careless(null))).rejects.not.toBeInstanceOf(TypeError)
})

test.each([undefined, 'text', [], Promise.resolve()])(
  'readers refuse %o by name, because it is not a stream',
  async (given) => {
    for (const [name, read] of Object.entries({ readCompletionText, collectCompletion })) {
      await expect((async () => read(careless(given)))()).rejects.toMatchObject({
        name: 'TabbyRequestError',
        message: expect.stringMatching(`^${name}: the first argument must be a stream of chunks: `) as unknown,
      })
    }
  },
)

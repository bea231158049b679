import { createTabbyClient } from '@tabby/core'
import { expect, test } from 'vitest'
import { countTokens, decodeTokens, encodeTokens, fitMessages, fitPassages } from './index.js'

/** Nothing listens there: what is refused is refused before anything is sent. */
const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', adminKey: 'an-admin-key', retry: false })

/** What a program without types may give: the compiler refuses it in each of these places. */
const careless = (value: unknown) => value as never

test.each([undefined, null, 'x', 5, []])(
  'parameters that are %o are refused, never a bare TypeError',
  async (params) => {
    for (const call of [encodeTokens, decodeTokens, countTokens, fitMessages, fitPassages]) {
      await expect((async () => call(client, careless(params)))()).rejects.toMatchObject({
        code: 'request_refused',
        message: expect.stringContaining('the parameters must be an object') as unknown,
      })
    }
  },
)

test('options that are null count as left out', async () => {
  await expect(fitMessages(client, { messages: [], max_tokens: 1 }, careless(null))).rejects.toMatchObject({
    code: 'connection_error',
  })
})

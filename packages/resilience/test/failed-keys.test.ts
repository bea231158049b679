import { createTabbyClient, extendTabbyClient, requestJson } from '@tabby/core'
import { expect, test } from 'vitest'
import { body, connectBreaker as connect, ok, path } from './connect-breaker.js'

test('a key function that cannot reach its token server is no failure of the server', async () => {
  const { client, call, changes } = await connect({ failures: 1 }, [ok])
  const bearerToken = async () => {
    const elsewhere = createTabbyClient({ baseUrl: 'http://127.0.0.1:2', retry: false })
    return String(await requestJson(elsewhere, { path: '/token', operation: 'probe' }))
  }
  const withToken = extendTabbyClient(client, { bearerToken })
  await expect(requestJson(withToken, { path, body, operation: 'generate' })).rejects.toMatchObject({
    reason: 'key-unavailable',
    cause: { code: 'connection_error' },
  })
  expect((await call()).value).toEqual({})
  expect(changes).toEqual([])
})

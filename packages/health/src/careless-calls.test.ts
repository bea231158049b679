import { createTabbyClient } from '@tabby/core'
import { expect, test } from 'vitest'
import { checkConnection, waitUntilReady } from './index.js'

test('parameters and options that are null count as left out', async () => {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1' })
  const nothing = null as never
  expect(await checkConnection(client, nothing)).toMatchObject({ ok: false })
  await expect(waitUntilReady(client, { timeout: 1 }, nothing)).rejects.toMatchObject({ code: 'timeout' })
  const signal = AbortSignal.abort('left')
  await expect(waitUntilReady(client, nothing, { signal })).rejects.toBe('left')
})

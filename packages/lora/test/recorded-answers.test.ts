import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { listRecordings, readRecording } from '@tabby/emulator/testing'
import { getActiveLoras, listLoras, loadLoras, unloadLoras } from '@tabby/lora'
import { describe, expect, test } from 'vitest'

/** Each function, the paths that it or its twin on the server answers, and how many answers there are at least. */
const readers: [string, string[], number, (client: TabbyClient) => Promise<unknown>][] = [
  ['GET', ['/v1/loras', '/v1/lora/list'], 4, listLoras],
  ['GET', ['/v1/lora'], 4, getActiveLoras],
  ['POST', ['/v1/lora/load'], 5, (client) => loadLoras(client, { loras: [{ name: 'stub-lora-a' }] })],
  ['POST', ['/v1/lora/unload'], 3, unloadLoras],
]

describe.each(readers)('%s %s', (method, paths, atLeast, call) => {
  const names = listRecordings(({ request }) => request.method === method && paths.includes(request.path)).map(
    ({ name }) => name,
  )

  test('was recorded', () => {
    expect(names.length).toBeGreaterThanOrEqual(atLeast)
  })

  test.each(names)('%s is read as it was sent, or rejects in the words of the server', async (name) => {
    const { value, error, status, json, detail, requested } = await readRecording(name, (baseUrl) =>
      call(createTabbyClient({ baseUrl, apiKey: 'api', adminKey: 'admin', retry: false })),
    )
    if (status === 200) expect({ value, error }).toEqual({ value: json ?? undefined })
    else expect(error).toMatchObject({ name: 'TabbyApiError', status, detail: expect.stringContaining(detail!) })
    expect(requested).toEqual([`${method} ${paths[0]}`])
  })
})

import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { listRecordings, readRecording } from '@tabby/emulator/testing'
import { listTemplates, switchTemplate, unloadTemplate } from '@tabby/templates'
import { describe, expect, test } from 'vitest'

/** Each function, the paths that it or its twin on the server answers, and how many answers there are at least. */
const readers: [string, string[], number, (client: TabbyClient) => Promise<unknown>][] = [
  ['GET', ['/v1/templates', '/v1/template/list'], 9, listTemplates],
  ['POST', ['/v1/template/switch'], 7, (client) => switchTemplate(client, { prompt_template_name: 'stubalt' })],
  ['POST', ['/v1/template/unload'], 3, unloadTemplate],
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

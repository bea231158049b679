import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { loadModel } from '@tabby/models'
import { countTokens } from '@tabby/tokens'
import { expect, test } from 'vitest'
import { endpointCalls, type EndpointCall } from './endpoint-calls.js'

const calls: Record<string, Pick<EndpointCall, 'run'>> = {
  ...endpointCalls,
  countTokens: { run: (client) => countTokens(client, { text: 'Hello' }) },
  loadModel: { run: (client) => loadModel(client, { model_name: 'demo-base-3b-exl3' }) },
}

/** Nothing is done twice by these, so they are repeated on any failure of the way. */
const reads = /^(get(?!Health)|list|createEmbeddings|encode|decode|count|requestJson)/
/** Sent again only where the server did not begin. */
const generations = /^(create|stream)(Chat)?Completion$/

test.each(Object.entries(calls))('%s is repeated where that does no harm, and nowhere else', async (name, { run }) => {
  const [on429, on502, on408] = reads.test(name) ? [3, 3, 3] : generations.test(name) ? [3, 1, 1] : [1, 1, 1]
  for (const [status, times] of [
    [429, on429],
    [502, on502],
    [408, on408],
  ] as const) {
    const server = await serveAnswers({ status, headers: { 'content-type': 'text/html' }, body: ['<html></html>'] })
    const client = createTabbyClient({ baseUrl: server.url, adminKey: 'admin', retry: { delay: () => 1 } })
    await expect(run(client)).rejects.toMatchObject({ name: 'TabbyApiError', status })
    await server.close()
    expect(server.requests.length).toBe(times)
  }
})

test('every kind of call is among them', () => {
  const names = Object.keys(calls)
  expect(names.filter((name) => reads.test(name)).length).toBe(17)
  expect(names.filter((name) => generations.test(name)).length).toBe(4)
  expect(names.filter((name) => !reads.test(name) && !generations.test(name)).length).toBeGreaterThan(10)
})

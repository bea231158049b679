import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { createChatCompletion, createChatObject, streamChatCompletion, streamChatObject } from '@tabby/chat'
import { expect, test } from 'vitest'

const messages = [{ role: 'user', content: 'Hello' }]
const schema = { type: 'object' }
const calls = {
  createChatCompletion: (client: ReturnType<typeof createTabbyClient>, extra: Record<string, unknown>) =>
    createChatCompletion(client, { messages, extra }),
  streamChatCompletion: (client: ReturnType<typeof createTabbyClient>, extra: Record<string, unknown>) =>
    streamChatCompletion(client, { messages, extra }),
  createChatObject: (client: ReturnType<typeof createTabbyClient>, extra: Record<string, unknown>) =>
    createChatObject(client, { messages, schema, extra }),
  streamChatObject: (client: ReturnType<typeof createTabbyClient>, extra: Record<string, unknown>) =>
    streamChatObject(client, { messages, schema, extra }),
}

test.each(Object.entries(calls))(
  '%s refuses what it sets itself in extra, by name, before a request',
  async (...entry) => {
    const [name, call] = entry
    const server = await serveAnswers({ body: [] })
    const client = createTabbyClient({ baseUrl: server.url })
    const names = [
      'stream',
      'stream_options',
      'n',
      'messages',
      'tools',
      ...(name.endsWith('Object') ? ['json_schema'] : []),
    ]
    for (const field of names) {
      const refused = call(client, { [field]: 'secret words' })
      await expect(refused).rejects.toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
      await expect(refused).rejects.toThrow(`POST /v1/chat/completions: extra must not hold ${field}, `)
      await expect(refused).rejects.not.toThrow(/secret/)
    }
    await server.close()
    expect(server.requests).toEqual([])
  },
)

test('other fields of extra are sent after the parameters, and a null in it means the default', async () => {
  const server = await serveAnswers({ status: 500, body: [''] })
  const client = createTabbyClient({ baseUrl: server.url })
  const extra = { future: [1], top_k: 5, stop: null }
  await expect(createChatCompletion(client, { messages, temperature: 0, extra })).rejects.toMatchObject({ status: 500 })
  await server.close()
  expect(JSON.parse(server.requests[0]!.body)).toEqual({
    messages,
    temperature: 0,
    future: [1],
    top_k: 5,
    stream: false,
    stream_options: { include_usage: true },
  })
})

import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, requestJson, type TabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { expect, onTestFinished, test } from 'vitest'

/** A server that generates 100 tokens per second, so that there is time to interrupt it, and pings each 50 ms. */
async function serve() {
  const settings = { pingSeconds: 0.05, speed: { tokensPerSecond: 100 } }
  const emulator = createEmulator({ settings, journal: 10 })
  const server = await listen(emulator)
  onTestFinished(() => server.close())
  return { emulator, client: createTabbyClient({ baseUrl: server.url, eventTimeout: 400 }) }
}

const long = { messages: [{ role: 'user', content: '[[len:300]]' }] }

/** What somebody else does in the middle of an answer, and what becomes of the model's running answers. */
const interruptions: Record<string, (client: TabbyClient) => Promise<unknown>> = {
  'a model that is unloaded': (client) =>
    requestJson(client, { path: '/v1/model/unload', method: 'POST', access: 'admin' }),
  // The client itself leaves this null out; another program may not.
  'a request of another program that breaks the generator': (client) =>
    requestJson(client, { path: '/v1/chat/completions', body: { ...long, logprobs: null } }).catch(() => {}),
}

for (const [what, interrupt] of Object.entries(interruptions)) {
  test(`${what} leaves a stream that only pings: eventTimeout ends it, with what had arrived`, async () => {
    const { client } = await serve()
    const stream = await streamChatCompletion(client, long)
    await stream.next()
    await interrupt(client)
    const readOn = async () => {
      for await (const chunk of stream) expect(chunk.choices).toHaveLength(1)
    }
    const error = await readOn().catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'TabbyTimeoutError', timeout: 'eventTimeout', limit: 400 })
    expect(error.partial.choices[0]).toMatchObject({ finish_reason: null, message: { content: expect.any(String) } })
    expect(error.partial.choices[0].message.content).not.toBe('')
  })

  test(`${what} leaves a part of a plain answer, which says so by its eos_reason`, async () => {
    const { client } = await serve()
    const answer = createChatCompletion(client, long)
    await new Promise((resolve) => setTimeout(resolve, 150))
    await interrupt(client)
    expect((await answer).choices[0]).toMatchObject({ finish_reason: 'stop', eos_reason: null })
  })
}

test('leaving a stream, and aborting a plain answer, stops the generation at the server', async () => {
  const { emulator, client } = await serve()
  for await (const chunk of await streamChatCompletion(client, long)) if (chunk.choices.length > 0) break
  const controller = new AbortController()
  const answer = createChatCompletion(client, long, { signal: controller.signal })
  await new Promise((resolve) => setTimeout(resolve, 100))
  controller.abort('enough')
  await expect(answer).rejects.toBe('enough')
  // 300 tokens take 3 s; a load waits for generations that are running.
  const start = performance.now()
  const load = { path: '/v1/model/load', access: 'admin', body: { model_name: 'demo-base-3b-exl3' } } as const
  const { body } = await client.send({ ...load, stream: true })
  await new Response(body).text()
  expect(performance.now() - start).toBeLessThan(1500)
  const [stream, plain] = emulator.journal
  expect(stream!.leftAfterMilliseconds).toBeLessThan(1500)
  expect(plain!.leftAfterMilliseconds).toBeLessThan(1500)
})

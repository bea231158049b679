import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createCompletion, streamCompletion } from '@tabby/completions'
import { requestJson, type TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { createDemoWorld, createEmulator, type EmulatorOptions } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { downloadModel, loadModel } from '@tabby/models'
import { switchTemplate } from '@tabby/templates'
import { encodeTokens } from '@tabby/tokens'
import { expect, onTestFinished, test } from 'vitest'
import { keys, provokeError, secret } from './provoke-error.js'

const prompt = `my private ${secret} sentence`
const ask = (content: string) => ({ messages: [{ role: 'user', content }], max_tokens: 20 })
const accepted = { api: [keys.apiKey], admin: [keys.adminKey()] }
const empty = { world: { ...createDemoWorld(), loaded: {} } }
const withoutTemplate = { world: { ...createDemoWorld(), loaded: { model: 'demo-base-3b-exl3' } } }

async function read(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const piece of stream) expect(piece).toBeDefined()
}

/** What the emulator refuses as the real server does: what it says, the call, and how the server is set up. */
const refusals: Record<string, [RegExp, (client: TabbyClient) => Promise<unknown>, EmulatorOptions?]> = {
  'a wrong key': [
    /401: /,
    (client) => createChatCompletion(client, ask(prompt)),
    { keys: { api: ['a'], admin: ['b'] } },
  ],
  'an api key in place of the admin key': [
    /401: Please provide an admin key/,
    (client) => loadModel(client.extend({ adminKey: undefined, bearerToken: undefined }), { model_name: 'a' }),
  ],
  'a value of the wrong type': [
    /422: body\.temperature: /,
    (client) => createChatCompletion(client, { ...ask(prompt), temperature: prompt as never }),
  ],
  'a message of the wrong shape': [
    /422: body\.messages\./,
    (client) => createChatCompletion(client, { messages: [{ role: 'user', content: { text: prompt } as never }] }),
  ],
  'texts that are none': [
    /422: body\.input/,
    (client) => createEmbeddings(client, { input: { text: prompt } as never }),
  ],
  'a prompt that is too long': [/400: /, (client) => createCompletion(client, { prompt: prompt.repeat(5000) })],
  'a model that is not loaded': [
    /503: No models are currently loaded/,
    (client) => streamChatCompletion(client, ask(prompt)),
    empty,
  ],
  'a model by name while none is loaded': [
    /500: Internal Server Error/,
    (client) => createChatCompletion(client, { ...ask(prompt), model: 'any' }),
    empty,
  ],
  'a conversation for a model without a template': [
    /422: /,
    (client) => encodeTokens(client, { text: ask(prompt).messages }),
    withoutTemplate,
  ],
  'a crash': [
    /503: Chat completion \w+ aborted/,
    (client) => createChatCompletion(client, ask(`${prompt} [[fail:3]]`)),
  ],
  'a crash in a stream': [
    /error in the stream: Chat completion .*aborted/,
    async (client) => read(await streamChatCompletion(client, ask(`${prompt} [[fail:3]]`))),
    { settings: { sendTracebacks: true } },
  ],
  'a crash in a streamed completion': [
    /error in the stream: Completion .*aborted/,
    async (client) => read(await streamCompletion(client, { prompt: `${prompt} [[fail:3]]`, max_tokens: 20 })),
  ],
  'a load that fails': [/CUDA out of memory/, (client) => loadModel(client, { model_name: 'demo-70b-exl3' })],
  'a template that is not there': [/500: /, (client) => switchTemplate(client, { prompt_template_name: prompt })],
  'a repository that wants a token': [
    /400: /,
    (client) => downloadModel(client, { repo_id: 'demo/missing', token: `hf_${secret}` }),
  ],
  'a path that is not there': [/404: Not Found/, (client) => requestJson(client, { path: '/v1/x', body: { prompt } })],
}

for (const [what, [words, call, options]] of Object.entries(refusals)) {
  test(`${what} is refused in the words of the server, and printed without keys and prompts`, async () => {
    const server = await listen(createEmulator({ keys: accepted, ...options }))
    onTestFinished(() => server.close())
    expect((await provokeError({ baseUrl: server.url }, call)).message).toMatch(words)
  })
}

test('a key that a function gave and the server no longer takes is not printed, although asked for twice', async () => {
  const emulator = createEmulator({ keys: accepted, journal: 5 })
  const server = await listen(emulator)
  onTestFinished(() => server.close())
  emulator.rotateKeys({ api: ['new'], admin: ['newer'] })
  const apiKey = () => `key-from-a-function-${secret}`
  const error = await provokeError({ baseUrl: server.url, apiKey }, (client) => encodeTokens(client, { text: prompt }))
  expect(error.code).toBe('authentication_error')
  expect(emulator.journal).toHaveLength(2)
})

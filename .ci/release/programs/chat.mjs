// What a consumer does with what was installed for it: a streamed chat, and an error that the guard knows.
import { createRequire } from 'node:module'
import * as core from '@tabby/core'
import * as chat from '@tabby/chat'

const versionOf = (name) => createRequire(import.meta.url)(`${name}/package.json`).version
const { TABBY_BASE_URL: baseUrl, TABBY_API_KEY: apiKey } = process.env
const params = { messages: [{ role: 'user', content: 'Say hello [[len:6]]' }], max_tokens: 16 }

const client = core.createTabbyClient({ baseUrl, apiKey })
const stream = await chat.streamChatCompletion(client, params)
let text = ''
for await (const piece of chat.readChatText(stream)) text += piece

const stranger = core.createTabbyClient({ baseUrl, apiKey: 'wrong' })
const error = await chat.createChatCompletion(stranger, params).catch((thrown) => thrown)

const results = {
  core: versionOf('@tabby/core'),
  chat: versionOf('@tabby/chat'),
  text,
  isTabbyError: core.isTabbyError(error) && error.code,
  additions: ['readRehearsalOfCore', 'readRehearsalOfChat'].filter((name) => name in core || name in chat),
}
console.log(`results ${JSON.stringify(results)}`)

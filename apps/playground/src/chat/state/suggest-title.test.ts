import { createTabbyClient } from '@tabby/core'
import { serveEmulator } from '@tabby/emulator/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addTurn } from '../conversation/add-turn.js'
import { createConversation } from '../conversation/create-conversation.js'
import { suggestTitle } from './suggest-title.js'

let server: Awaited<ReturnType<typeof serveEmulator>>
beforeAll(async () => (server = await serveEmulator({ journal: 20 })))
afterAll(() => server.close())

const say = (reply: string) => `[[say64:${Buffer.from(reply).toString('base64')}]]`

test.each([
  ['**A day in Oslo**', 'A day in Oslo'],
  ['Title: "A day in Oslo."\nIt is about Oslo.', 'A day in Oslo'],
  ['«Ein Tag in Oslo»', 'Ein Tag in Oslo'],
  ['""', ''],
])('the model writes a title: %s', async (reply, title) => {
  const question = { id: 'q', parent: '', role: 'user' as const, text: `Plan a day ${say(reply)}`, images: [] }
  const asked = addTurn(createConversation(), question)
  const long = { id: 'a', parent: 'q', role: 'assistant' as const, parts: [], model: 'm', end: 'stop' }
  const parts = [{ type: 'text' as const, text: 'x'.repeat(5000) }]
  const conversation = addTurn(addTurn(asked, { ...long, parts }), { ...question, id: 'q2', parent: 'a', text: 'more' })
  const client = createTabbyClient({ baseUrl: server.url })
  expect(await suggestTitle(client, conversation)).toBe(title)
  const sent = JSON.parse(server.emulator.journal.at(-1)!.body!) as {
    max_tokens: number
    messages: { content: string }[]
  }
  expect(sent).toMatchObject({ max_tokens: 32, template_vars: { enable_thinking: false } })
  expect(sent.messages).toHaveLength(1)
  expect(sent.messages[0]!.content.length).toBeLessThan(2500)
})

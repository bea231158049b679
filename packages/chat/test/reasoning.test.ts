import {
  type ChatCompletionParams,
  collectChatCompletion,
  createChatCompletion,
  streamChatCompletion,
} from '@tabby/chat'
import { describe, expect, test } from 'vitest'
import { openEmulator } from './stream-server.js'

const messages = [{ role: 'user', content: 'Hello [[think:6]] [[len:8]]' }]

describe.each(['in one piece', 'streamed'])('%s, how much the model thinks', (way) => {
  const ask = async (params: Partial<ChatCompletionParams>) => {
    const { client, readBodies } = await openEmulator()
    const all = { messages, ...params }
    const answer =
      way === 'streamed'
        ? await collectChatCompletion(await streamChatCompletion(client, all))
        : await createChatCompletion(client, all)
    return { ...answer.choices[0]!.message, body: readBodies()[0] }
  }

  test('is all that it wants, on and off', async () => {
    const on = await ask({ enable_thinking: true })
    expect(on.reasoning_content).toMatch(/consectetur/)
    expect(on.content).toMatch(/\w/)
    const { body, ...off } = await ask({ messages: [{ role: 'user', content: 'Hello' }], enable_thinking: false })
    expect(off.reasoning_content ?? null).toBeNull()
    expect(body.enable_thinking).toBe(false)
  })

  test('is no more than its budget, after which it is told to stop', async () => {
    const budget = { reasoning_budget_tokens: 2, reasoning_budget_message: ' Enough.' }
    const { reasoning_content, content } = await ask({ enable_thinking: true, ...budget })
    expect(reasoning_content).toMatch(/ Enough\.\s*$/)
    expect(reasoning_content!.length).toBeLessThan((await ask({ enable_thinking: true })).reasoning_content!.length)
    expect(content).toMatch(/\w/)
  })

  test("goes to the model's template in its own words, and in those of OpenRouter", async () => {
    const reasoning = { effort: 'high', enabled: true, max_tokens: 9 }
    const { body } = await ask({ reasoning_effort: 'low', reasoning, verbosity: 'high' })
    expect(body).toMatchObject({ reasoning_effort: 'low', reasoning, verbosity: 'high' })
  })
})

test('thoughts go back with the next question, as they came', async () => {
  const { client, readBodies } = await openEmulator()
  const { choices } = await createChatCompletion(client, { messages, enable_thinking: true })
  const { message } = choices[0]!
  await createChatCompletion(client, { messages: [...messages, message, { role: 'user', content: 'And?' }] })
  expect(readBodies()[1].messages[1].reasoning_content).toBe(message.reasoning_content)
  expect(message.reasoning_content).toMatch(/\w/)
})

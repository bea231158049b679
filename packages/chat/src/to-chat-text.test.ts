import { expect, test } from 'vitest'
import type { ChatCompletion, ChatMessage } from './index.js'
import { toChatText } from './to-chat-text.js'

const complete = (...contents: (string | null)[]): ChatCompletion => ({
  id: 'cmpl-1',
  object: 'chat.completion',
  created: 0,
  model: 'a-model',
  choices: contents.map((content, index) => ({
    index,
    finish_reason: 'stop',
    message: { role: 'assistant', content },
  })),
})

test('the text is that of the first choice, and empty when there is none', () => {
  expect(toChatText(complete('Hello', 'Good day'))).toBe('Hello')
  expect(toChatText(complete(null, 'Good day'))).toBe('')
  expect(toChatText(complete())).toBe('')
})

test('the message beside it can be sent back', () => {
  const messages: ChatMessage[] = complete('Hello').choices.map(({ message }) => message)
  expect(messages).toEqual([{ role: 'assistant', content: 'Hello' }])
})

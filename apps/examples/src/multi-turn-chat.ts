// A conversation: the server remembers nothing, so each request sends all earlier messages.
import { createChatCompletion } from '@tabby/chat'
import { type ChatMessage, createTabbyClient } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const messages: ChatMessage[] = [{ role: 'system', content: 'You are a friendly guide.' }]

for (const content of ['Hello!', 'What is the capital of Japan?', 'What is 6 * 7?']) {
  messages.push({ role: 'user', content })
  const { choices, usage } = await createChatCompletion(client, { messages, max_tokens: 200 })
  const message = choices[0]?.message
  if (!message) throw new Error('there is no answer')
  // The model's message goes back unchanged.
  messages.push(message)
  console.log(`you: ${content}`)
  console.log(`model: ${message.content} (${usage?.prompt_tokens} tokens read)`)
}
console.log(`${messages.length} messages in the end`)

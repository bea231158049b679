// Prints a reply as it is written, reasoning included, then how fast that was.
import { streamChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const stream = await streamChatCompletion(client, {
  messages: [{ role: 'user', content: 'Write a haiku about a lake.' }],
  max_tokens: 300,
})

for await (const { choices, usage } of stream) {
  const delta = choices[0]?.delta
  if (delta?.reasoning_content) process.stdout.write(`(${delta.reasoning_content})`)
  if (delta?.content) process.stdout.write(delta.content)
  // Usage comes with the last chunk. A speed can be the word "Indeterminate".
  if (usage) console.log(`\n${usage.completion_tokens} tokens, ${usage.completion_tokens_per_sec} per second`)
}

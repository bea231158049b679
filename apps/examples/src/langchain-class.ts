// An agent of LangChain with one tool, streamed, on the chat model of @tabby/langchain.
import { createTabbyClient } from '@tabby/core'
import { ChatTabby } from '@tabby/langchain'
import { createAgent, tool } from 'langchain'
import { z } from 'zod'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const weather = tool(({ city }: { city: string }) => `It is sunny in ${city}`, {
  name: 'get_weather',
  description: 'Current weather of a city',
  schema: z.object({ city: z.string() }),
})
const agent = createAgent({ model: new ChatTabby({ client }), tools: [weather] })

const messages = [{ role: 'user' as const, content: 'How is the weather?' }]
for await (const [message] of await agent.stream({ messages }, { streamMode: 'messages' })) {
  if (message.type === 'tool') console.log(`(${message.name}: ${message.text})`)
  else process.stdout.write(message.text)
}
console.log()

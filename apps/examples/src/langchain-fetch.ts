// The same agent on LangChain's own class for OpenAI: the fetch of @tabby/openai repairs what it would fail on.
import { ChatOpenAI } from '@langchain/openai'
import { createTabbyClient } from '@tabby/core'
import { createOpenAIFetch } from '@tabby/openai'
import { createAgent, tool } from 'langchain'
import { z } from 'zod'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const configuration = { baseURL: 'http://tabby/v1', fetch: createOpenAIFetch(client) }
const model = new ChatOpenAI({ model: '', apiKey: 'none', maxRetries: 0, configuration })
const weather = tool(({ city }: { city: string }) => `It is sunny in ${city}`, {
  name: 'get_weather',
  description: 'Current weather of a city',
  schema: z.object({ city: z.string() }),
})
const agent = createAgent({ model, tools: [weather] })

const messages = [{ role: 'user' as const, content: 'How is the weather?' }]
for await (const [message] of await agent.stream({ messages }, { streamMode: 'messages' })) {
  if (message.type === 'tool') console.log(`(${message.name}: ${message.text})`)
  else process.stdout.write(message.text)
}
console.log()

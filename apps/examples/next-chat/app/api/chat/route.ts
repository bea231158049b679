// The server's half of a chat page: a route of Next.js for `useChat`. When the page stops or leaves, so does the model.
import { createTabby } from '@tabby/ai-sdk'
import { createTabbyClient } from '@tabby/core'
import { convertToModelMessages, stepCountIs, streamText, tool, type UIMessage } from 'ai'
import { z } from 'zod'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const tabby = createTabby(client)

const get_weather = tool({
  description: 'The current weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `It is sunny in ${city}`,
})

export async function POST(request: Request): Promise<Response> {
  const { messages } = (await request.json()) as { messages: UIMessage[] }
  const result = streamText({
    model: tabby(),
    messages: await convertToModelMessages(messages),
    tools: { get_weather },
    stopWhen: stepCountIs(5),
    abortSignal: request.signal,
  })
  return result.toUIMessageStreamResponse()
}

// OpenAI's API from a server of your own, with Hono: programs in any language can use TabbyAPI through it.
import { serve } from '@hono/node-server'
import { createTabbyClient } from '@tabby/core'
import { createOpenAIHandler } from '@tabby/openai'
import { Hono } from 'hono'
import OpenAI from 'openai'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const handler = createOpenAIHandler(client, { models: { 'gpt-4o-mini': 'demo-8b-exl3' } })

const app = new Hono()
app.all('/v1/*', (c) => handler(c.req.raw))

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, async ({ port }) => {
  const openai = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'none' })
  const messages = [{ role: 'user' as const, content: 'What is the capital of Norway?' }]
  const stream = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages, stream: true })
  for await (const { choices } of stream) process.stdout.write(choices[0]?.delta.content ?? '')
  console.log()
  server.close()
})

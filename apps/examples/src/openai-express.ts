// OpenAI's API from a server of your own, with Express, and only for callers whose key it knows.
import { getRequestListener } from '@hono/node-server'
import { createTabbyClient } from '@tabby/core'
import { createOpenAIHandler } from '@tabby/openai'
import express from 'express'
import OpenAI from 'openai'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const handler = createOpenAIHandler(client, {
  defaults: { max_tokens: 200 },
  authorize: (request) =>
    request.headers.get('authorization') === 'Bearer sk-of-a-friend'
      ? { session: 'friend' }
      : Response.json({ error: { message: 'Unknown key', type: 'authentication_error' } }, { status: 401 }),
})

const app = express()
// No body parser before it: the handler reads the body itself.
app.all('/v1/{*path}', getRequestListener(handler, { overrideGlobalObjects: false }))

const server = app.listen(0, '127.0.0.1', async () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  for (const apiKey of ['sk-of-a-friend', 'sk-of-a-stranger']) {
    const openai = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey })
    try {
      const response = await openai.responses.create({ input: 'What is the capital of Norway?' })
      console.log(response.output_text)
    } catch (error) {
      console.log(String(error))
    }
  }
  server.close()
})

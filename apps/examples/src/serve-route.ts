// A server of your own between a page and TabbyAPI: the page needs no key, and errors reach it with their code.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { createErrorResponse, createStreamResponse, readChatText, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, isTabbyError, TabbyError } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

/** What a route of Next, Hono or any other framework that knows Request and Response looks like. */
async function handlePost(request: Request): Promise<Response> {
  if (!request.headers.get('cookie')) {
    return createErrorResponse(new TabbyError('permission_error', 'Log in first'))
  }
  // A function that opens the stream, so that a refused request does not become a 200 with an error inside.
  return createStreamResponse(async () => {
    const { messages, temperature } = await request.json()
    return streamChatCompletion(client, { messages, temperature, max_tokens: 100 }, { signal: request.signal })
  })
}

// Plain Node has neither, so they are created and written here.
const server = createServer(async (incoming, outgoing) => {
  const controller = new AbortController()
  outgoing.on('close', () => controller.abort())
  const response = await handlePost(
    new Request(`http://localhost${incoming.url}`, {
      method: 'POST',
      headers: { cookie: incoming.headers.cookie ?? '' },
      body: await new Response(Readable.toWeb(incoming) as ReadableStream).text(),
      signal: controller.signal,
    }),
  )
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  for await (const bytes of response.body!) outgoing.write(bytes)
  outgoing.end()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

// The page. Its client knows only the route; in a browser, baseUrl '/' is enough.
const page = createTabbyClient({
  baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  headers: { cookie: 'session=1' },
})
const messages = [{ role: 'user', content: 'What is the capital of Norway?' }]
for await (const text of readChatText(await streamChatCompletion(page, { messages }))) process.stdout.write(text)

try {
  await streamChatCompletion(page, { messages, temperature: 99 })
} catch (error) {
  if (!isTabbyError(error)) throw error
  console.log(`\n${error.code}: ${error.message}`)
}
server.close()

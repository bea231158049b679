// Puts your own function between the client and the network: here one that adds a header and measures the time. Pass
// the whole `init` on: it carries the signal, and with it every timeout and every abort.
import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'

async function measuringFetch(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('x-trace-id', crypto.randomUUID())
  const start = performance.now()
  const response = await fetch(url, { ...init, headers })
  const milliseconds = Math.ceil(performance.now() - start)
  console.log(`${init.method} ${new URL(url).pathname}: ${response.status} after ${milliseconds} ms`)
  return response
}

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  fetch: measuringFetch,
})

const { choices } = await createChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] })
console.log(choices[0]?.message.content)

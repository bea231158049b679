// Four ways to stop. All of them close the connection, and the server stops generating at once.
import { readChatText, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, isTabbyError } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const params = { messages: [{ role: 'user', content: 'Count to 200' }], max_tokens: 1000 }

// 1. Leave the loop.
let heard = ''
for await (const text of readChatText(await streamChatCompletion(client, params))) {
  heard += text
  if (heard.length > 20) break
}
console.log(`left after: ${heard}`)

// 2. Abort with a signal. The call, or the loop, throws the signal's own reason.
const controller = new AbortController()
try {
  const stream = await streamChatCompletion(client, params, { signal: controller.signal })
  for await (const text of readChatText(stream)) if (text) controller.abort(new Error('the user pressed Escape'))
} catch (error) {
  console.log(`aborted: ${error === controller.signal.reason} (${controller.signal.reason.message})`)
}

// 3. Cancel from elsewhere. The loop ends without an error.
const stream = await streamChatCompletion(client, params)
setTimeout(() => void stream.cancel(), 20)
let pieces = 0
for await (const chunk of stream) pieces += chunk.choices.length
console.log(`cancelled after some pieces: ${pieces > 0}`)

// 4. Set a limit: for the whole call with AbortSignal.timeout, for a silent server with the client's timeouts.
try {
  const options = { signal: AbortSignal.timeout(50), idleTimeout: 10_000 }
  const limited = await streamChatCompletion(client, params, options)
  for await (const chunk of limited) pieces += chunk.choices.length
} catch (error) {
  console.log(isTabbyError(error) ? `timed out: ${error.message}` : `limit reached: ${(error as Error).name}`)
}

// Changes what is retried, how often and when. By default, loads, switches and downloads are never retried, and
// generation is retried only if the server did not begin it: not after a bare 502, nor when a route said
// `x-should-retry: false`.
import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  retry: {
    limit: 4,
    // A constant delay instead of one that doubles. A Retry-After header from the server still takes precedence.
    delay: () => 100,
    maxRetryAfter: 1000,
    // Also retry a generation while no model is loaded; `undefined` applies the default to everything else.
    shouldRetry: ({ operation, error }) =>
      operation === 'generate' && error.code === 'no_model_loaded' ? true : undefined,
  },
  onRetry: ({ attempt, error, delay }) => {
    console.log(`attempt ${attempt} failed with ${error.message}; the next one in ${delay} ms`)
  },
})

const { choices } = await createChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] })
console.log(choices[0]?.message.content)

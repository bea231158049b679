// Continues a text, chunk by chunk. max_tokens is required: the server fails on a streamed completion without it.
import { readCompletionText, streamCompletion } from '@tabby/completions'
import { createTabbyClient } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const stream = await streamCompletion(client, { prompt: 'Count to 12', max_tokens: 100 })
for await (const text of readCompletionText(stream)) process.stdout.write(text)
process.stdout.write('\n')

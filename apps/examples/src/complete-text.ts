// Completes a text without streaming.
import { createCompletion } from '@tabby/completions'
import { createTabbyClient } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const { choices, model, usage } = await createCompletion(client, {
  prompt: 'Tell me a story',
  max_tokens: 60,
  temperature: 0.7,
  stop: ['\n\n'],
})
const [choice] = choices
console.log(choice?.text)
console.log(`${model} stopped because of ${choice?.finish_reason} after ${usage?.completion_tokens} tokens`)

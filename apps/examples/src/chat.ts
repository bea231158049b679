// Asks one question and prints the whole reply.
import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const answer = await createChatCompletion(client, {
  messages: [
    { role: 'system', content: 'You answer in one sentence.' },
    { role: 'user', content: 'What is the capital of Norway?' },
  ],
  max_tokens: 200,
})
const [choice] = answer.choices
console.log(choice?.message.content)
// The model was unloaded in the middle of the reply: the server says that it finished, and gives no reason.
if (choice?.eos_reason === null) console.log('(the answer was interrupted)')
console.log(`${answer.usage?.prompt_tokens} tokens read, ${answer.usage?.completion_tokens} written`)

// Asks about an image. A model without vision drops images silently, so ask the server first what it has loaded.
import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { getModel } from '@tabby/models'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

// A red dot of one pixel; for your own file, use readFile('photo.png', 'base64') from node:fs/promises.
const image = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

const { id, parameters } = await getModel(client)
if (!parameters?.use_vision) console.log(`${id} is loaded without vision and will not see the image`)

const { choices, usage } = await createChatCompletion(client, {
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Which colour is this?' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } },
      ],
    },
  ],
  max_tokens: 200,
})
console.log(`${id}: ${choices[0]?.message.content}`)
console.log(`${usage?.prompt_tokens} tokens read, the image included`)

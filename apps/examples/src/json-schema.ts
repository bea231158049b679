// Makes the model answer in JSON of a given shape, and checks what came back: the server ignores a schema that it
// cannot use, and an answer that runs into max_tokens is cut in the middle.
import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import * as v from 'valibot'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const answer = await createChatCompletion(client, {
  messages: [{ role: 'user', content: 'Describe the city of Lisbon.' }],
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: 'city',
      schema: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          country: { type: 'string' },
          population: { type: 'integer', minimum: 0 },
          languages: { type: 'array', items: { type: 'string' }, minItems: 1 },
        },
        required: ['name', 'country', 'population', 'languages'],
        additionalProperties: false,
      },
    },
  },
})

const citySchema = v.object({
  name: v.string(),
  country: v.string(),
  population: v.pipe(v.number(), v.integer()),
  languages: v.array(v.string()),
})
const [choice] = answer.choices
const city = v.parse(citySchema, JSON.parse(choice?.message.content ?? 'null'))
console.log(`a city with the keys ${Object.keys(city).join(', ')}; population ${city.population}`)

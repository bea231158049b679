// Makes the model reply with a checked value: with schemas of three libraries, and while it grows.
import { createChatObject, streamChatObject } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const messages = [{ role: 'user' as const, content: 'Describe the city of Lisbon: name, country, population.' }]

const zodSchema = z.object({ name: z.string(), country: z.string(), population: z.int().min(0) })
const { object: city } = await createChatObject(client, { schema: zodSchema, messages })
console.log(`a city with the keys ${Object.keys(city).join(', ')}; population ${city.population}`)

const arktypeSchema = type({ name: 'string', country: 'string', population: 'number.integer >= 0' })
const { object: second } = await createChatObject(client, { schema: arktypeSchema, messages })
console.log(`another with the keys ${Object.keys(second).join(', ')}`)

// A valibot schema gets its JSON schema from a separate package.
const valibotSchema = toStandardJsonSchema(
  v.object({ name: v.string(), country: v.string(), population: v.pipe(v.number(), v.integer()) }),
)
const growing = await streamChatObject(client, { schema: valibotSchema, messages })
let pieces = 0
for await (const { name } of growing) pieces += name === undefined ? 0 : 1
const { object: third } = await growing.collect()
console.log(`a third in ${pieces} pieces, with a name of ${third.name.length} letters`)

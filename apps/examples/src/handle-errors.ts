// Distinguishes errors by their code. The compiler can find a code that a switch over `error.code` forgets.
import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient, extendTabbyClient, isTabbyError } from '@tabby/core'
import { loadModel } from '@tabby/models'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  retry: false,
})

function explainError(error: unknown): string {
  // Not one of ours: a mistake in the program, or the reason of an abort.
  if (!isTabbyError(error)) throw error
  switch (error.code) {
    case 'authentication_error':
      return 'the key is missing or wrong, or an admin key is needed'
    case 'context_length_exceeded':
      return 'the conversation is too long: drop its oldest turns'
    case 'no_model_loaded':
      return 'no model is loaded: load one, or wait until the load is over'
    case 'validation_error':
      // The class says which members there are; the name tells the compiler the class.
      return error.name === 'TabbyApiError' && error.issues.length > 0
        ? error.issues.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')
        : error.message
    case 'connection_error':
      return 'the server cannot be reached: is it running, and is the address right?'
    case 'timeout':
      return 'it took too long'
    default:
      // Messages hold no key and no prompt, so they can be shown and logged.
      return error.message
  }
}

async function attempt(title: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
    console.log(`${title}: fine`)
  } catch (error) {
    console.log(`${title}: ${explainError(error)}`)
  }
}

const ask = (content: string, fields: Record<string, unknown> = {}) => ({
  messages: [{ role: 'user', content }],
  max_tokens: 20,
  ...fields,
})
await attempt('a question', () => createChatCompletion(client, ask('Hello')))
await attempt('a bad value', () => createChatCompletion(client, ask('Hello', { temperature: -1 })))
await attempt('a novel', () => createChatCompletion(client, ask('word '.repeat(20_000))))
await attempt('a load without the admin key', () => loadModel(client, { model_name: 'any' }))
const impatient = extendTabbyClient(client, { baseUrl: 'http://127.0.0.1:9' })
await attempt('a wrong address', () => createChatCompletion(impatient, ask('Hello')))
await attempt('too little time', () => createChatCompletion(client, ask('Hello'), { timeout: 1 }))

// Counts tokens, encodes a text, and decodes it again, with the tokenizer of the loaded model.
import { type ChatMessage, createTabbyClient } from '@tabby/core'
import { countTokens, decodeTokens, encodeTokens } from '@tabby/tokens'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

const text = 'The quick brown fox jumps over the lazy dog.'
const { tokens, length } = await encodeTokens(client, { text, add_bos_token: false })
console.log(`${length} tokens: ${tokens.slice(0, 5).join(' ')} ...`)

const decoded = await decodeTokens(client, { tokens })
console.log(`back again: ${decoded.text}`)

// The prompt template is applied to messages, but without the few tokens that open the reply.
const messages: ChatMessage[] = [{ role: 'user', content: text }]
console.log(`as a conversation: ${await countTokens(client, { text: messages })} tokens`)
